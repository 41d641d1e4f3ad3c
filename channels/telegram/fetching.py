"""Gets a resident's photo out of Telegram. Its address holds the bot's token and is never written down."""

from __future__ import annotations

from telegram import Bot
from telegram.error import TelegramError

from channels.message import Media, Reply
from channels.photos import PHOTO_LIMIT, NoPhoto, Photos
from channels.telegram import words
from channels.telegram.reading import Picture


class Fetching:
    """Fetches a picture and has it kept. Without `photos` none is kept."""

    def __init__(self, bot: Bot, photos: Photos | None, name: str) -> None:
        self._bot = bot
        self._photos = photos
        self._name = name

    async def fetch(self, address: str, picture: Picture) -> tuple[tuple[Media, ...], Reply | None]:
        """The photo, or why there is none. Raises nothing that Telegram or the photo is at fault for."""
        if self._photos is None:
            return (), words.ONLY_WORDS
        try:
            data = await self._bytes(picture)
            return (await self._photos.keep(self._name, address, data),), None
        except NoPhoto as refused:
            return (), words.refused(refused.reason)
        except TelegramError:
            return (), words.LOST

    async def _bytes(self, picture: Picture) -> bytes:
        """Raises `NoPhoto` or `TelegramError`."""
        if picture.size > PHOTO_LIMIT:
            raise NoPhoto("too_large")
        file = await self._bot.get_file(picture.file_id)
        if (file.file_size or 0) > PHOTO_LIMIT:
            raise NoPhoto("too_large")
        if not (file.file_path or "").startswith(("https://", "http://")):
            # The library would read it from our own disk, as it may where Telegram's server runs beside it.
            raise TelegramError("the file is not behind an address")
        return bytes(await file.download_as_bytearray())
