"""Runs that were in flight when an older program stored them are played against today's skills."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.dialogue import state as states
from tests.replays import recording
from tests.replays.__main__ import main
from tests.replays.houses import HOUSES
from tests.replays.recording import FOLDER, Recording, Script
from tests.replays.scripts import SCRIPTS
from tests.unit.dialogue.flows import form
from tests.unit.dialogue.hear import NOON, hear
from tests.unit.dialogue.house import World

RECORDINGS = {path.stem: path for path in sorted(FOLDER.glob("*.json"))}
FORM = Script("a_form", "One answer given.", "test", (hear("a form"), hear("Ada")), (hear("blue"),))


@pytest.fixture(params=RECORDINGS.values(), ids=list(RECORDINGS))
def recorded(request: pytest.FixtureRequest) -> Recording:
    return recording.read(request.param)


async def test_a_run_in_flight_goes_on_as_it_was_recorded(recorded: Recording) -> None:
    assert await recording.play(recorded, HOUSES) == recorded.expects


def test_a_recording_says_what_it_is_about_and_expects_words_for_each_message(recorded: Recording) -> None:
    assert recorded.about
    assert len(recorded.expects) == len(recorded.messages) > 0
    assert all(recorded.expects)


def test_a_stored_state_is_read_without_losing_what_was_given(recorded: Recording) -> None:
    today = msgspec.json.decode(states.dump(states.load(msgspec.json.encode(recorded.state))))
    assert _given(today) == _given(recorded.state)


def _given(state: dict[str, Any]) -> list[Any]:
    """What a resident would miss: answers, effects, where they were, and what is remembered."""
    runs = [state[one] for one in ("run", "parked", "last_run") if state.get(one)]
    kept = ("id", "skill", "answers", "effects", "pending")
    facts = {key: fact["value"] for key, fact in state.get("memory", {}).items()}
    return [facts, *(_filled({key: run.get(key) for key in kept}) for run in runs)]


def _filled(value: Any) -> Any:
    """What is empty may be stored or left out."""
    if not isinstance(value, dict):
        return value
    return {key: _filled(one) for key, one in value.items() if one not in (None, "", 0, False, [], {})}


def test_every_script_is_recorded() -> None:
    assert {script.name for script in SCRIPTS} <= set(RECORDINGS)


def test_every_kind_of_choice_that_the_ladder_puts_is_among_them() -> None:
    offers = {(recording.read(path).state.get("offer") or {}).get("kind") for path in RECORDINGS.values()}
    assert offers >= {"switch", "resume", "clarify", "language"}


def _house_of(*keys: str) -> recording.Houses:
    return {"test": lambda: World().house(form(*keys))}


async def test_a_deploy_that_asks_one_more_question_is_seen() -> None:
    recorded = await recording.record(FORM, _house_of("name", "colour"))
    assert await recording.play(recorded, _house_of("name", "colour")) == recorded.expects
    assert await recording.play(recorded, _house_of("name", "age", "colour")) == (("Your %(key)s?",),)


async def test_accepting_keeps_the_stored_run_and_the_messages() -> None:
    recorded = await recording.record(FORM, _house_of("name", "colour"))
    accepted = await recording.accept(recorded, _house_of("name", "age", "colour"))
    assert accepted.expects == (("Your %(key)s?",),)
    assert (accepted.state, accepted.messages) == (recorded.state, recorded.messages)


SCRIPT = Script(
    "late", "A repair half told.", "test", (hear("report a repair"),), (hear("kitchen", at=NOON),)
)


def test_record_writes_what_is_missing_and_nothing_else(tmp_path: Path) -> None:
    assert main(["record"], [SCRIPT], tmp_path) == [tmp_path / "late.json"]
    assert recording.read(tmp_path / "late.json").expects == (("What is wrong?",),)
    assert main(["record"], [SCRIPT], tmp_path) == []


def test_accept_writes_only_what_has_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["record"], [SCRIPT], tmp_path)
    path = tmp_path / "late.json"
    assert main(["accept"], [SCRIPT], tmp_path) == []
    old = recording.read(path)
    recording.write(path, msgspec.structs.replace(old, expects=(("Something that was said once",),)))
    assert main(["accept", "late"], [SCRIPT], tmp_path) == [path]
    assert recording.read(path) == old
    assert capsys.readouterr().out == "late.json\nlate.json\n"


def test_an_unknown_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["record", "nobody"], [SCRIPT], tmp_path)
    assert "no recording or script is named nobody" in capsys.readouterr().err


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"about": "x"}')
    with pytest.raises(msgspec.ValidationError, match="house"):
        recording.read(tmp_path / "broken.json")
