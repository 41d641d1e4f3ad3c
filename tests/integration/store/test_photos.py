"""Photos are kept sealed, for their resident and advisers alone, and go when the conversation goes."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Sequence

import pytest
from msgspec import structs
from sqlalchemy import func, insert, select, update

from bot.clock import FixedClock
from bot.store import rotation
from bot.store.link_tables import aliases
from bot.store.photo_table import photos
from bot.store.photos import DAILY, MOST, StoredPhotos
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.tables import transcript
from channels.message import Entry, Media
from channels.photos import PHOTO_LIMIT, NoPhoto
from channels.picture import Picture
from tests.databases import SECRET, OpenStore
from tests.integration.store.talking import ME, OTHER, line, message, opened, outcome
from tests.pictures import encoded
from tests.pictures import opened as seen

OLD, NEW = "the old secret, thirty-two characters", "the new secret, thirty-two characters"


class Drawn:
    """Draws nothing, and counts: a photo is its own picture."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, data: bytes) -> Picture:
        self.count += 1
        return Picture(b"full " + data, b"small " + data)


@pytest.fixture
def drawn() -> Drawn:
    return Drawn()


@pytest.fixture
def album(store: Store, clock: FixedClock, drawn: Drawn) -> StoredPhotos:
    return on(store, clock, drawn)


def on(
    store: Store, clock: FixedClock, drawn: Drawn, secrets: Sequence[str] = (SECRET,), daily: int = DAILY
) -> StoredPhotos:
    numbers = itertools.count(1)
    return StoredPhotos(
        store.database,
        Keys(secrets),
        clock,
        redraw=drawn,
        new_ref=lambda: f"ref-{next(numbers):04d}-{id(drawn)}",
        daily=daily,
    )


async def keep(album: StoredPhotos, data: bytes = b"one", address: str = ME) -> Media:
    return await album.keep("sms", address, data)


async def sent(store: Store, *media: Media, text: str = "", address: str = ME) -> int:
    """A message with photos; its conversation."""
    turn = await opened(store, structs.replace(message(text, address=address), media=media))
    await store.commit_turn(outcome(turn, line("Thank you")))
    return turn.conversation.id


async def lines(store: Store, address: str = ME) -> Sequence[Entry]:
    return await store.transcript.read("sms", address)


async def rows(store: Store) -> int:
    query = select(func.count()).select_from(photos)
    return await store.database.read(lambda connection: connection.scalar(query)) or 0


async def test_a_real_photo_is_kept_small_and_large(store: Store) -> None:
    kept = await store.photos.keep("web", "me", encoded())
    full, small = await store.photos.look("web", "me", kept.ref), b""
    small = await store.photos.look("web", "me", kept.ref, small=True) or b""
    assert full is not None
    assert (kept.content_type, kept.size) == ("image/jpeg", len(full))
    assert (seen(full).size, seen(small).size) == ((640, 480), (320, 240))
    assert len(kept.ref) == 43


async def test_what_lies_in_the_database_is_sealed(store: Store, album: StoredPhotos) -> None:
    await keep(album, b"a face")
    found = await store.database.read(lambda connection: connection.execute(select(photos)).one())
    assert not any(b"a face" in value for value in found if isinstance(value, bytes))


async def test_a_photo_is_its_resident_s_alone(store: Store, album: StoredPhotos) -> None:
    kept = await keep(album)
    for arrived in (False, True):
        if arrived:
            await sent(store, kept)
        assert await album.look("sms", ME, kept.ref) == b"full one"
        assert await album.look("sms", ME, kept.ref, small=True) == b"small one"
        assert await album.look("sms", OTHER, kept.ref) is None
        assert await album.look("web", ME, kept.ref) is None
        assert await album.find("sms", OTHER, [kept.ref]) == ()
        assert await album.find("sms", ME, [kept.ref, "nothing", kept.ref]) == (kept,)


async def test_an_adviser_sees_it_once_its_message_has_come(store: Store, album: StoredPhotos) -> None:
    kept, other = await keep(album), await keep(album, b"two", OTHER)
    mine, theirs = await sent(store, kept), await sent(store, text="hello", address=OTHER)
    assert await album.of(mine, kept.ref) == b"full one"
    assert await album.of(mine, kept.ref, small=True) == b"small one"
    assert await album.of(theirs, kept.ref) is None
    assert await album.of(theirs, other.ref) is None, "it was never sent"


async def test_the_line_has_its_photos(store: Store, album: StoredPhotos) -> None:
    one, two = await keep(album), await keep(album, b"two")
    await sent(store, one, two, text="look")
    first, answer = await lines(store)
    assert (first.text, first.media, answer.media) == ("look", (one, two), ())


async def test_nobody_can_send_another_s_photo(store: Store, album: StoredPhotos) -> None:
    theirs = await keep(album, b"private", OTHER)
    mine = await sent(store, theirs)
    assert await album.of(mine, theirs.ref) is None
    assert await album.look("sms", ME, theirs.ref) is None
    assert await album.look("sms", OTHER, theirs.ref) == b"full private"


async def test_the_same_file_again_is_the_same_photo(store: Store, album: StoredPhotos, drawn: Drawn) -> None:
    """A webhook that is delivered again must not keep its photo twice."""
    first = await keep(album)
    await sent(store, first)
    assert await keep(album) == first
    assert (await rows(store), drawn.count) == (1, 1)
    assert await keep(album, address=OTHER) != first


async def test_at_the_same_time_it_is_one_photo_too(store: Store, album: StoredPhotos) -> None:
    kept = await asyncio.gather(*(keep(album) for _ in range(5)))
    assert len(set(kept)) == await rows(store) == 1


async def test_a_conversation_has_so_many_photos_and_no_more(store: Store, album: StoredPhotos) -> None:
    first = await keep(album, b"0")
    await sent(store, first)
    tries = await asyncio.gather(*(keep(album, b"%d" % n) for n in range(1, 15)), return_exceptions=True)
    refused = [one.reason for one in tries if isinstance(one, NoPhoto)]
    assert refused == ["too_many"] * 5
    assert await rows(store) == MOST
    assert await keep(album, b"0") == first, "one that is there already is no other"
    await keep(album, b"0", OTHER)


async def test_a_day_has_so_many_photos_and_no_more(store: Store, clock: FixedClock, drawn: Drawn) -> None:
    album = on(store, clock, drawn, daily=2)
    for number in range(2):
        await keep(album, address=f"resident {number}")
    with pytest.raises(NoPhoto, match="too_many"):
        await keep(album)
    assert drawn.count == 2, "nothing is drawn for which there is no room"
    clock.advance(dt.timedelta(days=1, seconds=1))
    await keep(album)


async def test_too_many_bytes_are_refused(album: StoredPhotos, drawn: Drawn) -> None:
    with pytest.raises(NoPhoto, match="too_large"):
        await keep(album, bytes(PHOTO_LIMIT + 1))
    assert drawn.count == 0


async def test_a_photo_is_taken_back_until_it_is_sent(store: Store, album: StoredPhotos) -> None:
    one, two = await keep(album), await keep(album, b"two")
    await sent(store, two)
    await album.drop("sms", OTHER, one.ref)
    assert await rows(store) == 2
    for kept in (one, two):
        await album.drop("sms", ME, kept.ref)
    assert await album.find("sms", ME, [one.ref, two.ref]) == (two,)


async def test_a_photo_whose_message_never_came_is_swept_within_a_day(
    store: Store, album: StoredPhotos, clock: FixedClock
) -> None:
    await keep(album, b"never sent")
    kept = await keep(album)
    await sent(store, kept)
    clock.advance(dt.timedelta(hours=23))
    assert (await store.sweep(clock.now())).photos == 0
    clock.advance(dt.timedelta(hours=2))
    assert (await store.sweep(clock.now())).photos == 1
    assert await album.look("sms", ME, kept.ref) is not None


async def test_it_goes_with_its_line(store: Store, album: StoredPhotos, clock: FixedClock) -> None:
    kept = await keep(album)
    await sent(store, kept)
    clock.advance(dt.timedelta(days=20))
    await sent(store, text="still here")
    clock.advance(dt.timedelta(days=11))
    assert (await store.sweep(clock.now())).photos == 1
    assert [entry.text for entry in await lines(store)] == ["still here", "Thank you"]


async def test_it_goes_with_its_conversation(store: Store, album: StoredPhotos, clock: FixedClock) -> None:
    await sent(store, await keep(album))
    clock.advance(dt.timedelta(days=31))
    await store.sweep(clock.now())
    assert await rows(store) == 0


async def test_forget_me_leaves_no_photo_sent_or_not(store: Store, album: StoredPhotos) -> None:
    conversation = await sent(store, await keep(album))
    await keep(album, b"not sent")
    theirs = await keep(album, b"theirs", OTHER)
    assert (await store.privacy.held(conversation)).photos == 1
    await store.erase(conversation)
    assert await rows(store) == 1
    assert await album.look("sms", OTHER, theirs.ref) is not None


async def test_who_goes_on_elsewhere_sees_and_forgets_theirs_there(
    store: Store, album: StoredPhotos, clock: FixedClock
) -> None:
    kept = await keep(album)
    conversation = await sent(store, kept)
    keys = Keys([SECRET])
    alias = {"channel": "web", "lookup": keys.find("web", "me"), "address": keys.seal("me")}
    row = insert(aliases).values(**alias, conversation_id=conversation, linked_at=clock.now())
    await store.database.write(lambda connection: connection.execute(row).close())
    assert await album.look("web", "me", kept.ref) == b"full one"
    await album.keep("web", "me", b"not sent")
    await store.erase(conversation)
    assert await rows(store) == 0


async def test_a_line_that_was_stored_before_there_were_photos_still_opens(store: Store) -> None:
    await sent(store, text="long ago")
    rendered = {"text": "long ago", "language": "en", "direction": "ltr"}
    for old in ([rendered], [rendered, ""]):
        body = Keys([SECRET]).seal(old)
        row = update(transcript).where(transcript.c.seq == 1).values(body=body)
        await store.database.write(lambda connection, row=row: connection.execute(row).close())
        first = (await lines(store))[0]
        assert (first.text, first.media) == ("long ago", ())


async def test_a_new_secret_seals_them_again_a_few_at_a_time(
    open_store: OpenStore, clock: FixedClock, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await open_store(keys=Keys([OLD]))
    album = on(old, clock, drawn, [OLD])
    kept = [await keep(album, b"%d" % number) for number in range(MOST)]
    await sent(old, *kept[:9])
    both = await open_store(keys=Keys([NEW, OLD]))
    between = on(both, clock, drawn, [NEW, OLD])
    assert await between.look("sms", ME, kept[9].ref) == b"full 9", "not sent yet, and still theirs"
    assert await keep(between, b"3") == kept[3]
    batches: list[int] = []
    batch = rotation._batch

    def watched(*args: object, **how: object) -> object:
        last, changed = batch(*args, **how)  # type: ignore[arg-type]
        if how["place"].table is photos:  # type: ignore[attr-defined]
            batches.append(changed)
        return last, changed

    monkeypatch.setattr(rotation, "_batch", watched)
    await reseal(both.database, Keys([NEW, OLD]))
    assert batches == [4, 4, 2]
    after = on(await open_store(keys=Keys([NEW])), clock, drawn, [NEW])
    assert await after.look("sms", ME, kept[0].ref) == b"full 0"
    assert await after.look("sms", ME, kept[0].ref, small=True) == b"small 0"
