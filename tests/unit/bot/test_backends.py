"""The settings choose who finds the intents; a Rasa that is silent costs no resident an answer."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import model
from bot.app import assemble
from bot.checks import findings
from bot.clock import FixedClock
from bot.model import encoder, train_if_stale, trained
from bot.parts import Parts
from bot.settings import Settings, SettingsError, read_settings
from nlu.models import model_path
from tests.conftest import NOW
from tests.testbot import MODELS, TestBot
from tests.unit.nlu.rasa_server import TOKEN, RecordedRasa
from tests.unit.nlu.tiny_encoder import SIZE, make

SAID = "when is my bin collected please LS8 1AA"


def with_rasa(folder: Path, url: str, token: str = TOKEN) -> Settings:
    return read_settings(
        {
            "SNICKET_DATA": str(folder),
            "SNICKET_NLU": "rasa",
            "SNICKET_RASA_URL": url,
            "SNICKET_RASA_TOKEN": token,
        }
    )


async def put_together(settings: Settings) -> Parts:
    return await assemble(settings, FixedClock(NOW), models=MODELS)


def spared(parts: Parts) -> str:
    lines = parts.metrics.text().decode().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("snicket_nlu_spared_total"))


async def test_rasa_finds_the_intents_when_it_is_chosen(tmp_path: Path) -> None:
    async with RecordedRasa().serving() as server:
        parts = await put_together(with_rasa(tmp_path, server.url))
        found = await parts.hears.understand(SAID, "en")
        await parts.close()
    assert (found.backend, found.intent) == ("rasa", "bins.next")
    assert server.asked == [{"text": "when is my bin collected please ls8 1aa"}]
    assert spared(parts) == "0.0"


async def test_a_resident_is_answered_though_rasa_is_silent(tmp_path: Path) -> None:
    async with RecordedRasa().serving() as server:
        server.fault = "closed"
        parts = await put_together(with_rasa(tmp_path, server.url))
        replies = await TestBot(parts).send("what can you do for me then")
        await parts.close()
    assert replies
    assert server.asked
    assert float(spared(parts)) >= 1


async def checked(settings: Settings) -> list[str]:
    return [f"{one.mark} {one.says}" async for one in findings(settings)]


async def test_check_says_whether_rasa_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "models", MODELS)
    async with RecordedRasa().serving() as server:
        said = await checked(with_rasa(tmp_path, server.url))
        refused = await checked(with_rasa(tmp_path, server.url, "guess"))
    assert said[0].startswith("ok   intents: Rasa answers, model ")
    assert refused[0].startswith("look intents: Rasa at 127.0.0.1:")
    assert refused[0].endswith(" refuses the token; the embedded back end answers instead")


def encoding(folder: Path, data: Path) -> Settings:
    return read_settings({"SNICKET_DATA": str(data), "SNICKET_NLU_ENCODER": str(folder)})


def test_a_folder_without_a_sentence_model_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^SNICKET_NLU_ENCODER: .*model\.onnx and tokenizer\.json"):
        encoder(encoding(tmp_path, tmp_path))


def test_without_the_setting_there_is_no_encoder(tmp_path: Path) -> None:
    assert encoder(read_settings({"SNICKET_DATA": str(tmp_path)})) is None


async def test_the_model_is_trained_and_found_with_the_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = encoding(make(tmp_path / "tiny"), tmp_path)
    helper = encoder(settings)
    assert helper is not None
    assert (helper.size, encoder(settings)) == (SIZE, helper)
    plain, helped = model_path(settings.models), model_path(settings.models, encoder=helper)
    assert plain != helped
    settings.models.mkdir()
    plain.touch()
    assert not trained(settings)
    started: list[tuple[Any, ...]] = []

    class Train:
        async def wait(self) -> int:
            helped.touch()
            return 0

    async def start(*command: Any, **_options: Any) -> Train:
        started.append(command)
        return Train()

    monkeypatch.setattr(model.asyncio, "create_subprocess_exec", start)
    await train_if_stale(settings)
    await train_if_stale(settings)
    out = ("--out", str(settings.models), "--encoder", str(tmp_path / "tiny"))
    assert started == [(sys.executable, "-m", "nlu", "train", *out)]


async def test_the_command_says_what_is_wrong_with_an_encoder(tmp_path: Path) -> None:
    arguments = ("-m", "nlu", "train", "--out", str(tmp_path), "--encoder", str(tmp_path))
    run = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    said = (await run.communicate())[1].decode()
    assert run.returncode == 1
    assert said == f"{tmp_path}: model.onnx and tokenizer.json are needed\n"
