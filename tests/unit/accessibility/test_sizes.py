"""How many text messages the words take."""

from __future__ import annotations

import pytest

from accessibility.__main__ import main
from accessibility.render_sms import SEGMENTS
from accessibility.sizes import Sized, sizes, summary
from locales import catalogue


@pytest.fixture(scope="module")
def found() -> list[Sized]:
    """The sizes of all that is shipped."""
    return list(sizes(catalogue.shipped()))


def test_no_message_alone_is_longer_than_a_text_message_may_be(found: list[Sized]) -> None:
    assert [one for one in found if one.size.segments > SEGMENTS[one.size.encoding]] == []


def test_each_talked_language_has_a_line(found: list[Sized]) -> None:
    served = catalogue.shipped().languages.values()
    lines = list(summary(found))
    assert {line.split(":")[0] for line in lines} >= {row.tag for row in served if row.talked}


def test_each_message_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sizes", "--each"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert any(
        line[:3] == ["en", "1", "gsm"] and line[4] == "If it can wait a little, call %(phone)s."
        for line in lines
    )
    assert all(len(line) == 5 for line in lines)
