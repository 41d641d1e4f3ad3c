"""What a resident gets who writes another language, two at once, or one that is not served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.knowledge.bins.schedule_file import database_path
from tests.conftest import NOW
from tests.testbot import TestBot, put_together

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(estate: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TestBot]:
    """The whole product, put together once."""
    folder = tmp_path_factory.mktemp("languages")
    database_path(folder, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(folder, NOW)
    yield TestBot(parts)
    await parts.close()


@pytest.fixture(autouse=True)
def somebody_else(bot: TestBot) -> None:
    bot.channel = "web"
    bot.new()


def labels(bot: TestBot) -> list[str]:
    return [choice.label.strip("\u2068\u2069") for entry in bot.entries for choice in entry.choices]


async def press(bot: TestBot, name: str) -> list[str]:
    """Presses the button whose label holds `name`."""
    one = next(one for entry in bot.entries for one in entry.choices if name in one.label)
    return await bot.send(one.label, one.id)


def spoken(bot: TestBot) -> list[str]:
    """The languages of the replies."""
    return [entry.rendered.language for entry in bot.entries]


@pytest.mark.parametrize(
    ("text", "name", "tag", "starts"),
    [
        ("mera kachra kab uthega 15 LS8 1AB", "Roman Urdu", "ur-Latn", "Kachra"),
        ("sada bin kado chukna hai 15 LS8 1AB", "Roman Punjabi", "pa-Latn", "Bin wale"),
        ("amaru bin kyare lai jashe 15 LS8 1AB", "Roman Gujarati", "gu-Latn", ""),
    ],
)
async def test_latin_letters_are_offered_once_to_who_writes_in_them(
    bot: TestBot, text: str, name: str, tag: str, starts: str
) -> None:
    await bot.send(text)
    assert spoken(bot)[0] == tag.removesuffix("-Latn")
    assert labels(bot).count(name) == 1
    said = await press(bot, name)
    assert spoken(bot)[0] == tag
    assert said[0].startswith(starts)
    assert said[0].isascii()
    await bot.send(text)
    assert spoken(bot)[0] == tag
    assert name not in labels(bot)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("roman urdu", "ur-Latn"),
        ("reply in roman punjabi please", "pa-Latn"),
        ("gujarati in english letters", "gu-Latn"),
    ],
)
async def test_latin_letters_may_be_asked_for_by_name(bot: TestBot, text: str, tag: str) -> None:
    await bot.send("when is my bin")
    await bot.send("language")
    await bot.send(text)
    assert spoken(bot)[0] == tag


async def test_latin_letters_are_not_offered_to_who_writes_the_script(bot: TestBot) -> None:
    await bot.send("میرا کچرا کب اٹھے گا 15 LS8 1AB")
    assert spoken(bot)[0] == "ur"
    assert "Roman Urdu" not in labels(bot)


async def test_two_languages_show_each_reply_in_both(bot: TestBot) -> None:
    await bot.send("when is my bin 15 LS8 1AB")
    said = await bot.send("urdu and english please")
    assert spoken(bot)[:2] == ["ur", "en"]
    assert "کچرا" in said[0]
    assert said[1].startswith("Your black bin is collected on Thursday 26 November.")
    assert [len(entry.choices) for entry in bot.entries[:2]] == [0, 3]
    assert all(" / " in label for label in labels(bot))
    await press(bot, "A bin was missed")
    assert spoken(bot)[:2] == ["ur", "en"]


async def test_one_language_again_ends_the_other(bot: TestBot) -> None:
    await bot.send("urdu and english please")
    await bot.send("polski")
    assert set(spoken(bot)) == {"pl"}
    await bot.send("kiedy kosz 15 LS8 1AB")
    assert set(spoken(bot)) == {"pl"}


async def test_speech_says_only_the_first_of_two(bot: TestBot) -> None:
    bot.channel = "voice"
    await bot.send("urdu and english please")
    await bot.send("bin 15 LS8 1AB")
    assert len(set(spoken(bot))) == 1


async def test_the_list_holds_every_language_by_its_own_name(bot: TestBot) -> None:
    await bot.send("language")
    rows = bot.parts.words.languages
    assert labels(bot) == [rows[tag].endonym for tag in bot.parts.city.languages]
    assert len(labels(bot)) == 12


async def test_a_language_that_is_not_served_gets_the_interpreter_line_in_itself_once(bot: TestBot) -> None:
    said = await bot.send("cuándo recogen la basura de mi calle por favor")
    assert any("intérprete" in line for line in said)
    assert "es" in spoken(bot)
    said = await bot.send("necesito saber qué día es la basura")
    assert not any("intérprete" in line for line in said)


@pytest.mark.parametrize(
    ("text", "tag", "number"),
    [
        ("huele a gas en toda la casa", "es", "999"),
        ("mon mari me frappe", "fr", "999"),
        ("в квартирі пожежа", "uk", "999"),
    ],
)
async def test_danger_in_a_language_that_is_not_served_says_999_in_it_first(
    bot: TestBot, text: str, tag: str, number: str
) -> None:
    said = await bot.send(text)
    assert spoken(bot)[0] == tag
    assert number in said[0]
    assert "en" in spoken(bot)[1:]


async def test_a_first_word_of_two_languages_offers_the_other(bot: TestBot) -> None:
    await bot.send("salam")
    served = {"ar": "العربية", "fa": "فارسی", "ur": "اردو", "ckb": "کوردی"}
    other = served.keys() - {spoken(bot)[0]}
    assert spoken(bot)[0] in served
    assert len({served[tag] for tag in other} & set(labels(bot))) == 1


@pytest.mark.parametrize("text", ["ok", "pizza", "ja", "LS8 1AB"])
async def test_one_short_message_never_switches_the_language(bot: TestBot, text: str) -> None:
    await bot.send("میرا کچرا کب اٹھے گا")
    await bot.send(text)
    assert set(spoken(bot)) == {"ur"}
