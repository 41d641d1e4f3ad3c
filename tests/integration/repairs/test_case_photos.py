"""Photos of a report are copied to its case, as they are sealed, each once and not too many."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.store import case_photos as module
from bot.store.case_tables import case_events, case_photos
from bot.store.photo_table import photos
from bot.store.store import Store
from tests.integration.repairs.tenants import Office
from tests.integration.store.talking import ME, OTHER


async def photo(office: Office, conversation: int, name: str) -> None:
    """A photo that came in a conversation."""
    row = {
        "ref": name,
        "seen": office.keys.find("photo", name),
        "conversation_id": conversation,
        "size": 4,
        "picture": office.keys.seal_bytes(name.encode()),
        "thumbnail": office.keys.seal_bytes(b"small"),
        "kept_at": office.clock.now(),
    }
    await office.store.database.write(lambda c: c.execute(insert(photos).values(row)).close())


async def pictures(office: Office) -> list[str]:
    rows = await office.all(case_photos)
    return [office.keys.open_bytes(row.picture).decode() for row in rows]


async def test_they_are_copied_and_stay_when_the_conversation_goes(office: Office, store: Store) -> None:
    who = await office.tenant()
    await photo(office, who, "one")
    await photo(office, who, "two")
    await office.file(who, photos=("one", "two"))
    assert await pictures(office) == ["one", "two"]
    (first, _) = await office.all(case_photos)
    assert (first.size, first.conversation_id, len(first.ref)) == (4, who, 43)
    assert first.ref != "one", "a name of its own"


async def test_only_their_own(office: Office) -> None:
    mine, other = await office.tenant(ME), await office.tenant(OTHER)
    await photo(office, other, "theirs")
    await office.file(mine, photos=("theirs", "nobody's"))
    assert await pictures(office) == []


async def test_each_once_however_often_it_is_named(office: Office) -> None:
    who = await office.tenant()
    await photo(office, who, "one")
    await office.file(who, photos=("one", "one"))
    await office.file(who, photos=("one",))
    assert await pictures(office) == ["one"]


async def test_what_is_too_many_is_left_out_and_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    who = await office.tenant()
    names = [f"photo {number}" for number in range(5)]
    for name in names:
        await photo(office, who, name)
    await office.file(who, photos=tuple(names[:2]))
    await office.file(who, photos=tuple(names))
    assert await pictures(office) == names[:3]
    last = (await office.all(case_events))[-1]
    words = office.keys.open(last.body, str)
    assert (last.kind, words) == ("photos", "2 more photos were sent than are kept with one case.")


async def test_those_of_a_linked_address_count(office: Office, store: Store) -> None:
    own, web = await office.tenant(ME), await office.tenant("a browser", "web")
    await photo(office, own, "sent by text")
    await store.links.take("code", await store.links.code(web), "sms", ME)
    await office.file(web, photos=("sent by text",))
    assert await pictures(office) == ["sent by text"]


async def test_a_stamped_case_gives_its_photos_to_the_one_it_joins(office: Office) -> None:
    who = await office.tenant()
    await photo(office, who, "one")
    leak = await office.file(who)
    danger = await office.cases.stamp(
        office.report(problem="", detail="", where=None, hazard="water", photos=("one",)), "run-1:stamp", who
    )
    await office.cases.complete(danger.reference, office.report(photos=("one",)), "run-1:file", who)
    (row,) = await office.all(case_photos)
    assert row.case_id == (await office.row(leak.reference)).id
    assert (await office.body(leak.reference)).photos == ("one",)
