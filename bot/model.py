"""Sees to it that there is an intent model and that it belongs to the training data of this version, and to
the sentence encoder if there is one."""

from __future__ import annotations

import asyncio
import sys
from functools import lru_cache
from pathlib import Path

from bot.settings import Settings, SettingsError
from nlu.encoder import Encoder, EncoderError
from nlu.models import model_path


def encoder(settings: Settings) -> Encoder | None:
    """The sentence encoder that the settings name; it is loaded once. Raises `SettingsError` when it cannot
    be used."""
    if settings.encoder is None:
        return None
    try:
        return _encoder(settings.encoder)
    except EncoderError as problem:
        raise SettingsError(f"SNICKET_NLU_ENCODER: {problem}") from None


@lru_cache(maxsize=1)
def _encoder(folder: Path) -> Encoder:
    return Encoder(folder)


def trained(settings: Settings) -> bool:
    """Whether the model that these settings want is there. Raises `SettingsError`."""
    return model_path(settings.models, encoder=encoder(settings)).exists()


async def train_if_stale(settings: Settings) -> None:
    """Trains when there is no model or when the training data has changed since.

    In a process of its own: scikit-learn is needed for training only, and its memory goes with it. Raises
    `SettingsError` when the training fails or the sentence encoder cannot be used.
    """
    if trained(settings):
        return
    print("Training the intent model, once …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "nlu", "train", "--out", str(settings.models)]
    if settings.encoder:
        command += ["--encoder", str(settings.encoder)]
    train = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    if await train.wait():
        raise SettingsError(f"the intent model could not be trained into {settings.models}")
