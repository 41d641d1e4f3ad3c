"""Every skill keeps the rules that can be read off its text; and each rule sees what it is there for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.lints import RULES, lint, lint_file

SKILLS = sorted((Path(__file__).parents[2] / "bot" / "skills").glob("*.py"))
HEAD = "async def flow(talk: Talk) -> None:\n"

PLANTED = {
    "import aiohttp": "imports aiohttp",
    "import random": "imports random",
    "import uuid": "imports uuid",
    "import secrets": "imports secrets",
    "import time": "imports time",
    "from time import sleep": "imports time",
    "import sqlalchemy as sa": "imports sqlalchemy",
    "from sqlalchemy.ext.asyncio import AsyncEngine": "imports sqlalchemy.ext.asyncio",
    "from bot.store.database import Database": "imports bot.store.database",
    "from bot import store": "imports bot.store",
    "from bot.skills.bins_next import next_collection": "skills do not know each other",
    "from bot.skills import bins_next": "skills do not know each other",
    "from . import bins_next": "skills do not know each other",
    "from .bins_next import next_collection": "skills do not know each other",
    "from channels import web": "knows no channel",
    "from channels.web.web import Web": "knows no channel",
    "import channels.rest": "knows no channel",
    "async def f():\n    import random": "imports random",
    "when = datetime.now()": "calls now(): the time is `talk.now`",
    "when = dt.datetime.utcnow()": "calls utcnow()",
    "when = date.today()": "calls today()",
    f"{HEAD}    try:\n        await talk.ask('a', q)\n    except ValueError:\n        pass": "inside `try`",
    f"{HEAD}    try:\n        await talk.review()\n    finally:\n        pass": "inside `try`",
    f"{HEAD}    try:\n        pass\n    finally:\n        await talk.ask('a', q)": "inside `try`",
    f"{HEAD}    with open('x'):\n        await talk.ask('a', q)": "inside `with`",
    f"{HEAD}    async with lock:\n        if x:\n            await talk.review()": "inside `with`",
    f"{HEAD}    await asyncio.gather(talk.ask('a', q), talk.ask('b', q))": "calls gather",
    f"{HEAD}    async with asyncio.TaskGroup() as group:\n        pass": "calls TaskGroup",
    f"{HEAD}    asyncio.create_task(talk.ask('a', q))": "calls create_task",
    f"{HEAD}    await talk.ask(key, q)": "ask: the key is no literal",
    f"{HEAD}    await talk.ask('a' + b, q)": "ask: the key is no literal",
    f"{HEAD}    await talk.ask('', q)": "ask: the key is no literal",
    f"{HEAD}    await talk.ask(f'{{name}}', q)": "ask: the key is no literal",
    f"{HEAD}    await talk.once(key, f, str)": "once: the key is no literal",
    f"{HEAD}    await talk.look(name(), f, str)": "look: the key is no literal",
    f"{HEAD}    talk.say(key, t)": "say: the key is no literal",
    f"{HEAD}    talk.say('a', t)\n    talk.say('a', u)": "the key `a` is used twice",
    f"{HEAD}    if x:\n        talk.say('a', t)\n    talk.say('a', u)": "the key `a` is used twice",
    f"{HEAD}    for x in y:\n        talk.say('a', t)\n    talk.say('a', u)": "the key `a` is used twice",
    f"{HEAD}    await talk.ask('a', q)\n    await talk.ask(key='a', question=q)": "`a` is used twice",
    f"{HEAD}    await talk.once('a', f, str)\n    await talk.once('a', g, str)": "`a` is used twice",
}

KEPT = {
    "numbered keys": f"{HEAD}    await talk.ask(f'person.{{number}}.name', q)",
    "the words of the channels": "from channels.message import Choice\nfrom channels import message",
    "knowledge": "from bot.knowledge.bins.bins import Bins",
    "types of time": "import datetime as dt\nDAY = dt.timedelta(days=1)",
    "the time of the talk": f"{HEAD}    talk.say('a', _('x', day=Day(talk.now.date())))",
    "a try beside the question": HEAD
    + "    try:\n        x = int(y)\n    except ValueError:\n        x = 0\n    await talk.ask('a', q)",
    "one key in two branches": HEAD
    + "    if x:\n        talk.say('a', t)\n    else:\n        talk.say('a', u)",
    "one key after a branch that has ended": HEAD
    + "    if x:\n        talk.say('a', t)\n        return\n    talk.say('a', u)",
    "one key in two cases": HEAD
    + "    match x:\n        case 1:\n            talk.say('a', t)\n"
    + "        case _:\n            talk.say('a', u)",
    "one key in two functions": HEAD
    + "    talk.say('a', t)\n\n\nasync def other(talk):\n    talk.say('a', u)",
    "the same word for an answer and a saying": f"{HEAD}    await talk.ask('a', q)\n    talk.say('a', t)",
    "somebody else's ask": f"{HEAD}    with open('x') as f:\n        f.ask(key)",
    "many branches": HEAD + "    if x:\n        y = 1\n" * 40 + "    talk.say('a', t)",
}


@pytest.mark.parametrize("path", SKILLS, ids=lambda path: path.stem)
def test_a_skill_keeps_the_rules(path: Path) -> None:
    assert lint_file(path) == []


def test_there_are_skills_to_be_checked() -> None:
    assert len(SKILLS) > 1


@pytest.mark.parametrize("source", PLANTED)
def test_a_planted_violation_is_seen(source: str) -> None:
    assert any(PLANTED[source] in one.rule for one in lint(source))


@pytest.mark.parametrize("source", KEPT.values(), ids=KEPT)
def test_what_is_allowed_is_not_held_against_a_skill(source: str) -> None:
    assert lint(source) == []


def test_every_rule_is_shown_to_catch_something() -> None:
    seen = {one.rule for source in PLANTED for one in lint(source)}
    for rule in RULES:
        alone = {one.rule for source in PLANTED for one in rule(ast.parse(source), "bot.skills.skill")}
        assert alone
        assert alone <= seen


def test_a_violation_tells_its_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "lucky.py"
    path.write_text("# a skill\n\nimport random\n")
    assert lint_file(path) == [
        f"{path}:3: imports random: read through `look`, act through `once`, take the time from `talk.now`"
    ]


def test_only_the_list_of_skills_may_know_them_all(tmp_path: Path) -> None:
    source = "from bot.skills import bins_next\n"
    (tmp_path / "__init__.py").write_text(source)
    (tmp_path / "other.py").write_text(source)
    assert lint_file(tmp_path / "__init__.py") == []
    assert lint_file(tmp_path / "other.py") != []
