"""The rules of a skill that can be seen in its text (docs/dialogue.md): each searches its syntax tree.

A skill is run again from the top on every turn. So it may not read a clock, draw lots, reach a network or a
database, or hold anything open around a question; and the names under which it keeps answers must be plain to
see. `lint` gives every violation with its line.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from pathlib import Path

from msgspec import Struct

FORBIDDEN = (
    "aiohttp",
    "aiosqlite",
    "bot.store",
    "psycopg",
    "random",
    "requests",
    "secrets",
    "socket",
    "sqlalchemy",
    "sqlite3",
    "time",
    "urllib",
    "uuid",
)
CLOCKS = ("now", "utcnow", "today")
ASKS = ("ask", "review")
VERBS = {"ask": ASKS, "say": ("say",), "once": ("once",), "look": ("look",)}
TOGETHER = ("gather", "TaskGroup", "create_task", "ensure_future")


class Violation(Struct, frozen=True):
    """One line of a skill that breaks a rule."""

    line: int
    rule: str


def lint(source: str, module: str = "bot.skills.skill") -> list[Violation]:
    """Every violation in the source of one skill, in the order of its lines."""
    tree = ast.parse(source)
    found = {violation for rule in RULES for violation in rule(tree, module)}
    return sorted(found, key=lambda one: (one.line, one.rule))


def lint_file(path: Path) -> list[str]:
    """The violations of a file as lines that an editor can jump to."""
    module = "bot.skills" if path.stem == "__init__" else f"bot.skills.{path.stem}"
    return [f"{path}:{one.line}: {one.rule}" for one in lint(path.read_text(encoding="utf-8"), module)]


def imports(tree: ast.AST, module: str) -> Iterator[Violation]:
    """No clock, no lots, no network, no database, no other skill, and of the channels only their words."""
    for node in ast.walk(tree):
        for name in _imported(node):
            if why := _forbidden(name, module):
                yield Violation(_line(node), f"imports {name}: {why}")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level:
        return ["bot.skills"]
    if isinstance(node, ast.ImportFrom) and node.module in ("channels", "bot", "bot.skills"):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _forbidden(name: str, module: str) -> str:
    if module != "bot.skills" and _under(name, "bot.skills"):
        return "skills do not know each other"
    if _under(name, "channels") and name != "channels.message":
        return "a skill knows no channel, only channels.message"
    if any(_under(name, one) for one in FORBIDDEN):
        return "read through `look`, act through `once`, take the time from `talk.now`"
    return ""


def _under(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def clocks(tree: ast.AST, module: str) -> Iterator[Violation]:
    """No reading of the machine's clock: another replay would read another time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in CLOCKS:
            yield Violation(node.lineno, f"calls {_name(node.func)}(): the time is `talk.now`")


def held(tree: ast.AST, module: str) -> Iterator[Violation]:
    """Nothing is held open around a question, and no `try` is in the way of its `Suspend`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Try | ast.TryStar | ast.With | ast.AsyncWith):
            word = "try" if isinstance(node, ast.Try | ast.TryStar) else "with"
            for call in _verbs(node, *ASKS):
                yield Violation(call.lineno, f"asks inside `{word}`: it is left at every question")


def together(tree: ast.AST, module: str) -> Iterator[Violation]:
    """One question at a time: nothing in a skill runs beside something else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in TOGETHER:
            yield Violation(node.lineno, f"calls {_name(node.func)}: one thing at a time")


def keys(tree: ast.AST, module: str) -> Iterator[Violation]:
    """Keys are literal, or numbered by an f-string: what is stored under them must be found again."""
    for verbs in VERBS.values():
        for call in _verbs(tree, *verbs):
            if _name(call.func) != "review" and not _plain(_key(call)):
                yield Violation(call.lineno, f"{_name(call.func)}: the key is no literal and is not numbered")


def _plain(key: ast.expr | None) -> bool:
    if isinstance(key, ast.Constant):
        return isinstance(key.value, str) and bool(key.value)
    if not isinstance(key, ast.JoinedStr):
        return False
    return any(isinstance(part, ast.Constant) for part in key.values) and any(
        isinstance(part, ast.FormattedValue) for part in key.values
    )


def unique(tree: ast.AST, module: str) -> Iterator[Violation]:
    """A key stands for one thing: the same one twice in a function would be said, read or done only once.

    Two branches of which only one is taken may share a key.
    """
    for function in ast.walk(tree):
        if isinstance(function, ast.AsyncFunctionDef | ast.FunctionDef):
            for verb, verbs in VERBS.items():
                yield from _doubled(verb, function.body, verbs)


def _doubled(verb: str, body: list[ast.stmt], verbs: tuple[str, ...]) -> Iterator[Violation]:
    for path in _paths(body):
        calls = [call for part in path for call in _verbs(part, *verbs)]
        used = sorted((key, call.lineno) for call in calls if (key := _literal(call)))
        for (one, _line_of_one), (other, line) in pairwise(used):
            if one == other:
                yield Violation(line, f"{verb}: the key `{one}` is used twice in one function")


def _literal(call: ast.Call) -> str:
    key = _key(call)
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _paths(body: list[ast.stmt]) -> list[list[ast.AST]]:
    """The ways through a body, as the parts that are run; a way ends at a `return` or a `raise`."""
    open_ways: list[list[ast.AST]] = [[]]
    ended: list[list[ast.AST]] = []
    for statement in body:
        onward: list[list[ast.AST]] = []
        for part in _branches(statement):
            ways = [[*way, *part] for way in open_ways]
            (ended if _ends(part) else onward).extend(ways)
        open_ways = onward
    return ended + open_ways


def _branches(statement: ast.stmt) -> list[list[ast.AST]]:
    """The ways through one statement; one that neither talks nor leaves is a single way."""
    leaves = any(isinstance(node, ast.Return | ast.Raise) for node in ast.walk(statement))
    if not leaves and not _verbs(statement, *chain.from_iterable(VERBS.values())):
        return [[statement]]
    if isinstance(statement, ast.If):
        return [[statement.test, *way] for body in (statement.body, statement.orelse) for way in _paths(body)]
    if isinstance(statement, ast.Match):
        ways = [way for case in statement.cases for way in _paths(case.body)]
        return [[statement.subject, *way] for way in [*ways, []]]
    return [[statement]]


def _ends(way: list[ast.AST]) -> bool:
    return bool(way) and isinstance(way[-1], ast.Return | ast.Raise)


def _verbs(node: ast.AST, *names: str) -> list[ast.Call]:
    """The calls of `talk`'s verbs under a node."""
    return [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in names
        and _name(call.func.value) == "talk"
    ]


def _key(call: ast.Call) -> ast.expr | None:
    named = next((one.value for one in call.keywords if one.arg == "key"), None)
    return call.args[0] if call.args else named


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 1))


RULES: tuple[Callable[[ast.AST, str], Iterator[Violation]], ...] = (
    imports,
    clocks,
    held,
    together,
    keys,
    unique,
)
