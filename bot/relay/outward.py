"""From here to Chatwoot: the conversation there, the brief, what the resident says, and the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from msgspec import Struct, structs

from bot.handover.request import Handover
from bot.relay.chatwoot import Chatwoot, ChatwootError
from bot.relay.shapes import OURS
from bot.relay.voice import ENDED, FORGOTTEN, LEFT, NO_WORDS, Voice
from bot.store.relays import Relay, Relays
from bot.store.sealed import Keys
from bot.store.talks import Talks
from channels.message import Entry

PHOTO = "[photo]"
NOT_PASSED = "(The resident sent photos that could not be passed on.)"
MOST = 10
"""Photos that go with one message, at most."""

Pictures = Callable[[int, str], Awaitable[bytes | None]]
"""A photo of a conversation by its name, JPEG; None when it is not there any more."""


class Thread(Struct):
    """What this process knows of one hand-over while it passes it on. `external` outlives an erasure here.
    `sure` tells that all that was sent has been answered: else it is looked up before it is sent again."""

    handover: int
    external: str = ""
    sure: bool = False


class Outward:
    """Passes on. `pictures` gives the photos that residents have sent: agents have no other way to them."""

    def __init__(
        self, relays: Relays, talks: Talks, keys: Keys, chatwoot: Chatwoot, voice: Voice, pictures: Pictures
    ) -> None:
        self._relays = relays
        self._talks = talks
        self._keys = keys
        self._chatwoot = chatwoot
        self._voice = voice
        self._pictures = pictures

    async def pass_on(self, found: Handover, relay: Relay, thread: Thread) -> Relay:
        """Brings Chatwoot up to date; the relay as it is then. Raises `ChatwootError`."""
        if not relay.external:
            relay = await self._open(found, relay, thread)
        thread.external = relay.external
        if not relay.since:
            relay = await self._brief(found, relay, thread)
        return await self._lines(found, relay, thread)

    async def end(self, found: Handover, relay: Relay, *, told: bool) -> None:
        """Ends it there, too. `told` says that Chatwoot knows already."""
        if relay.external and not told:
            await self._close(relay.external, LEFT if found.status == "left" else ENDED, found.reference)
        await self._relays.finish(found.id)

    async def forget(self, thread: Thread) -> None:
        """The resident is erased here: what is left there is the agents' to delete."""
        if thread.external:
            await self._close(thread.external, FORGOTTEN, str(thread.handover))

    async def note(self, external: str, words: str, name: str) -> None:
        """Something for the agents."""
        await self._chatwoot.note(external, words, f"{OURS}{name}")

    async def _open(self, found: Handover, relay: Relay, thread: Thread) -> Relay:
        talk = await self._talks.read(found.conversation)
        if talk is None:
            return relay
        # Not the look-up hash itself: what Chatwoot has must not help to find somebody in our database.
        identifier = self._keys.find("chatwoot", talk[1].hex()).hex()
        contact = await self._chatwoot.contact(identifier)
        external = await self._chatwoot.conversation(contact, identifier, found.reference)
        await self._relays.attach(found.id, external)
        thread.sure = False
        return structs.replace(relay, external=external)

    async def _brief(self, found: Handover, relay: Relay, thread: Thread) -> Relay:
        """Sends the brief. Its `source_id` tells up to which line it goes."""
        begins = f"{OURS}{found.reference}-brief-"
        for message in await self._chatwoot.messages(relay.external) if not thread.sure else ():
            if message.source_id and message.source_id.startswith(begins):
                return await self._begun(relay, message.id, int(message.source_id.removeprefix(begins)))
        lines = await self._talks.lines(found.conversation)
        last = lines[-1].entry.seq if lines else 0
        text = await self._voice.brief(found, lines)
        thread.sure = False
        photos = await self._photos(found, (told.entry for told in lines))
        since = await _sent(self._chatwoot.note, relay.external, text, f"{begins}{last}", photos)
        thread.sure = True
        return await self._begun(relay, since, last)

    async def _begun(self, relay: Relay, since: int, last: int) -> Relay:
        await self._relays.begun(relay.handover, since, last)
        return structs.replace(relay, since=since, sent_seq=last)

    async def _lines(self, found: Handover, relay: Relay, thread: Thread) -> Relay:
        """What the resident has said since, in order, each once."""
        told = await self._talks.lines(found.conversation, relay.sent_seq)
        lines = [line.entry for line in told if line.entry.who == "resident"]
        known = await self._sources(relay) if lines and not thread.sure else frozenset()
        for entry in lines:
            source = f"{OURS}{found.reference}-{entry.seq}"
            if source not in known:
                thread.sure = False
                photos = await self._photos(found, (entry,))
                words = entry.text.strip() or (PHOTO if photos else NO_WORDS)
                await _sent(self._chatwoot.send, relay.external, words, source, photos)
            if not await self._relays.sent(relay.handover, relay.sent_seq, entry.seq):
                break  # another process has it
            relay = structs.replace(relay, sent_seq=entry.seq)
            thread.sure = True
        return relay

    async def _photos(self, found: Handover, lines: Iterable[Entry]) -> list[bytes]:
        """The newest photos of the lines, in their order."""
        refs = [one.ref for line in lines for one in line.media][-MOST:]
        photos = [await self._pictures(found.conversation, ref) for ref in refs]
        return [photo for photo in photos if photo is not None]

    async def _sources(self, relay: Relay) -> frozenset[str]:
        sent = await self._chatwoot.messages(relay.external, relay.since)
        return frozenset(message.source_id for message in sent if message.source_id)

    async def _close(self, external: str, words: str, name: str) -> None:
        try:
            await self.note(external, words, f"{name}-end")
            await self._chatwoot.turn(external, "resolved")
        except ChatwootError as problem:
            if problem.status != 404:  # deleted there: nothing is left to be ended
                raise


async def _sent(
    send: Callable[[str, str, str, list[bytes]], Awaitable[int]],
    external: str,
    words: str,
    source: str,
    photos: list[bytes],
) -> int:
    """Sends words with photos; where Chatwoot takes no such files the words alone, which say so."""
    try:
        return await send(external, words, source, photos)
    except ChatwootError as problem:
        if not photos or problem.status not in (413, 415, 422):
            raise
        return await send(external, f"{words}\n{NOT_PASSED}", source, [])
