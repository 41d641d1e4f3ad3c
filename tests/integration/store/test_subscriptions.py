"""Who wants to be told what: kept sealed, found by keyed hashes, active where somebody can be reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from sqlalchemy import Table, func, insert, select, update

from bot.clock import FixedClock
from bot.store import rotation
from bot.store.alert_tables import alert_spots
from bot.store.outbox_tables import outbox
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.subscription_rows import merged
from bot.store.subscription_tables import subscription_kinds, subscription_places, subscriptions
from bot.store.subscriptions import LATELY, StoredSubscriptions
from notifier.subscription import LASTS, MOST_PLACES, Hours, Interest, Place, Subscription, Wishes
from tests.alerted import WEATHER, Rows
from tests.databases import SECRET, OpenStore
from tests.integration.store.talking import ME, line, message, opened, outcome

AGREED = "We keep your places."
HOME, SCHOOL, WORK = Place("home", "LS9 8AA"), Place("school", "LS8"), Place("work", "LS1 1AA")
AIR, FLOOD, BINS = Interest("air", 3), Interest("flood", 2), Interest("bins", 1)
WISHES = Wishes((AIR, FLOOD), (HOME, SCHOOL), "sms", at_risk=True, quiet=Hours(21 * 60, 8 * 60))
PAGE = "a-page"


def places(code: str) -> Place | None:
    return Place("other", code.upper()) if code.upper().startswith("LS") else None


def of(store: Store, sends: Sequence[str] = ("sms", "telegram")) -> StoredSubscriptions:
    return store.subscriptions(sends, places)


async def talk(store: Store, text: str, address: str = ME, channel: str = "sms") -> int:
    turn = await opened(store, message(text, address=address, channel=channel))
    await store.commit_turn(outcome(turn, line("OK")))
    return turn.conversation.id


async def count(store: Store, table: Table) -> int:
    query = select(func.count()).select_from(table)
    return await store.database.read(lambda connection: connection.scalar(query)) or 0


async def begun(store: Store, conversation: int, wishes: Wishes = WISHES, home: str = "") -> Subscription:
    return await of(store).save(conversation, wishes, AGREED, home)


async def test_what_is_saved_is_read_again(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    saved = await begun(store, me)
    assert saved == await of(store).of(me)
    assert saved.wishes == WISHES
    assert (saved.state, saved.agreed_to, saved.agreed_at) == ("active", AGREED, clock.now())
    assert saved.ends_at == clock.now() + LASTS


async def test_places_are_sealed_and_found_by_hashes(store: Store) -> None:
    await begun(store, await talk(store, "hello"))
    query = select(subscription_places).order_by(subscription_places.c.id)
    rows = await store.database.read(lambda connection: connection.execute(query).all())
    keys = Keys([SECRET])
    assert [row.spot for row in rows] == [keys.find("spot", "LS9 8AA"), keys.find("spot", "LS8")]
    assert [row.district for row in rows] == [keys.find("spot", "LS9"), keys.find("spot", "LS8")]
    assert b"LS9" not in rows[0].place
    assert keys.open(rows[0].place, str) == "LS9 8AA"


async def test_a_change_keeps_the_words_that_were_agreed_to(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    first = await begun(store, me)
    clock.advance(days=3)
    changed = await of(store).save(me, replace(WISHES, interests=(AIR,), quiet=None))
    assert changed.id == first.id
    assert changed.wishes.interests == (AIR,)
    assert changed.wishes.quiet is None
    assert (changed.agreed_to, changed.agreed_at) == (AGREED, first.agreed_at)
    assert changed.ends_at == clock.now() + LASTS


async def test_new_words_are_a_new_agreement(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    await begun(store, me)
    clock.advance(days=3)
    again = await of(store).save(me, WISHES, "Other words.")
    assert (again.agreed_to, again.agreed_at) == ("Other words.", clock.now())


async def test_the_home_is_kept_for_the_bins_alone(store: Store) -> None:
    me = await talk(store, "hello")
    await begun(store, me, replace(WISHES, interests=(AIR, BINS)), home="10009")
    assert await home(store) == "10009"
    await of(store).save(me, replace(WISHES, interests=(FLOOD, BINS)))
    assert await home(store) == "10009"
    await of(store).save(me, WISHES)
    assert await home(store) is None


async def home(store: Store) -> str | None:
    sealed = await store.database.read(lambda connection: connection.scalar(select(subscriptions.c.home)))
    return None if sealed is None else Keys([SECRET]).open(sealed, str)


async def test_nobody_can_be_reached_on_a_page(store: Store) -> None:
    page = await talk(store, "hello", PAGE, "web")
    assert (await begun(store, page)).state == "waiting"


async def test_it_begins_with_the_link(store: Store) -> None:
    page = await talk(store, "hello", PAGE, "web")
    await begun(store, page)
    code = await store.links.code(page)
    assert await store.links.take("code", code, "telegram", "77") == page
    assert (await held(store, page)).state == "waiting", "it is wanted by text message"
    code = await store.links.code(page)
    assert await store.links.take("code", code, "sms", ME) == page
    assert (await held(store, page)).state == "active"
    await store.links.unlink(page)
    assert (await held(store, page)).state == "waiting"


async def held(store: Store, conversation: int) -> Subscription:
    found = await of(store).of(conversation)
    assert found is not None
    return found


async def test_an_address_that_moves_on_leaves_alerts_waiting(store: Store) -> None:
    page, other = await talk(store, "hello", PAGE, "web"), await talk(store, "hello", "b-page", "web")
    await begun(store, page)
    assert await store.links.take("code", await store.links.code(page), "sms", ME) == page
    assert await store.links.take("code", await store.links.code(other), "sms", ME) == other
    assert (await held(store, page)).state == "waiting"


async def test_a_subscription_goes_along_with_its_address(store: Store) -> None:
    own, page = await talk(store, "hello"), await talk(store, "hello", PAGE, "web")
    before = await begun(store, own)
    await store.links.take("code", await store.links.code(page), "sms", ME)
    moved = await held(store, page)
    assert (moved.id, moved.state, moved.wishes) == (before.id, "active", WISHES)
    assert await of(store).of(own) is None


async def test_two_subscriptions_become_one(store: Store, clock: FixedClock) -> None:
    own, page = await talk(store, "hello"), await talk(store, "hello", PAGE, "web")
    mine = await begun(store, own, replace(WISHES, interests=(AIR, BINS)), home="10009")
    theirs = await begun(store, page, Wishes((Interest("air", 2),), (WORK, HOME), "sms"))
    rows = Rows(store.database, Keys([SECRET]), clock.now())
    await sent(store, rows, own, mine.id, clock.now())
    await store.links.take("code", await store.links.code(page), "sms", ME)
    one = await held(store, page)
    assert one.id == theirs.id
    assert set(one.wishes.interests) == {Interest("air", 2), BINS}
    assert one.wishes.places == (WORK, HOME, SCHOOL)
    assert one.wishes.at_risk
    assert await home(store) == "10009"
    assert await count(store, subscriptions) == 1
    told = await store.database.read(lambda connection: connection.scalar(select(outbox.c.subscription_id)))
    assert told == one.id, "what was told before counts for the all-clear"


def test_what_two_wish_for_has_room_for_five_places() -> None:
    many = tuple(Place("other", f"LS{number}") for number in range(1, 5))
    both = merged(Wishes((AIR,), many, "sms"), Wishes((FLOOD,), (HOME, SCHOOL), "telegram"))
    assert both.places == (*many, HOME)
    assert len(both.places) == MOST_PLACES
    assert both.channel == "sms"


async def test_a_pause_is_kept_and_ends_by_itself(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    await begun(store, me)
    until = clock.now() + dt.timedelta(days=7)
    await of(store).pause(me, until)
    paused = await held(store, me)
    assert (paused.state, paused.paused_until) == ("paused", until)
    await of(store).save(me, replace(WISHES, at_risk=False))
    assert (await held(store, me)).state == "paused", "a change ends no pause"
    clock.advance(days=7)
    assert (await held(store, me)).state == "active"


async def test_a_pause_without_an_end_lasts(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    await begun(store, me)
    await of(store).pause(me, None)
    clock.advance(days=300)
    assert (await held(store, me)).state == "paused"
    await of(store).resume(me)
    again = await held(store, me)
    assert (again.state, again.ends_at) == ("active", clock.now() + LASTS)


async def test_who_cannot_be_reached_waits_after_a_pause(store: Store) -> None:
    page = await talk(store, "hello", PAGE, "web")
    await begun(store, page)
    await of(store).pause(page, None)
    await of(store).resume(page)
    assert (await held(store, page)).state == "waiting"


async def test_the_end_deletes_all_of_it(store: Store) -> None:
    me = await talk(store, "hello")
    await begun(store, me)
    assert await of(store).end(me)
    assert not await of(store).end(me)
    assert await of(store).of(me) is None
    for table in (subscriptions, subscription_kinds, subscription_places):
        assert await count(store, table) == 0


async def test_what_still_waits_to_be_sent_does_not_go_after_the_end(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    mine = await begun(store, me)
    rows = Rows(store.database, Keys([SECRET]), clock.now())
    await sent(store, rows, me, mine.id, None)
    await of(store).end(me)
    query = select(outbox.c.status, outbox.c.code, outbox.c.address, outbox.c.done_at)
    row = await store.database.read(lambda connection: connection.execute(query).one())
    assert tuple(row) == ("suppressed", "ended", None, clock.now())


async def test_forget_me_takes_it_along(store: Store) -> None:
    me = await talk(store, "hello")
    await begun(store, me)
    await store.erase(me)
    for table in (subscriptions, subscription_kinds, subscription_places):
        assert await count(store, table) == 0


async def test_what_is_held_tells_of_it(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    mine = await begun(store, me)
    told = await store.privacy.held(me)
    assert (told.places, told.alerts_until) == (2, mine.ends_at.date())
    assert told.until == mine.ends_at.date(), "nothing is deleted while alerts run"


async def test_a_conversation_with_alerts_outlives_the_others(store: Store, clock: FixedClock) -> None:
    me, other = await talk(store, "hello"), await talk(store, "hello", "07700 900456")
    await begun(store, me)
    swept = await store.sweep(clock.advance(days=40))
    assert swept.conversations == 1
    assert await of(store).of(me) is not None
    assert await of(store).reached(other) == await of(store).reached(0)


async def test_after_a_year_it_ends_and_the_conversation_with_it(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    await begun(store, me)
    clock.advance(LASTS + dt.timedelta(seconds=1))
    assert await of(store).of(me) is None
    swept = await store.sweep(clock.now())
    assert (swept.subscriptions, swept.conversations) == (1, 1)


async def test_one_whose_year_is_over_begins_anew(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    first = await begun(store, me)
    clock.advance(LASTS)
    assert (await begun(store, me)).id != first.id


async def test_stop_is_told(store: Store) -> None:
    me = await talk(store, "hello")
    assert not await of(store).stopped(me)
    await begun(store, me)
    assert not await of(store).stopped(me)
    await store.suppressions.suppress("sms", ME, "pushes", "resident")
    assert await of(store).stopped(me)
    await store.suppressions.lift("sms", ME)
    assert not await of(store).stopped(me)


async def test_stop_on_a_linked_phone_is_told_on_the_page(store: Store) -> None:
    page = await talk(store, "hello", PAGE, "web")
    await begun(store, page)
    await store.links.take("code", await store.links.code(page), "sms", ME)
    await store.suppressions.suppress("sms", ME, "pushes", "resident")
    assert await of(store).stopped(page)


async def sent(
    store: Store, rows: Rows, conversation: int, subscription: int, at: dt.datetime | None, near: str = ""
) -> None:
    """An alert that went to them, or is about to."""
    alert, version = await rows.alert(replace(WEATHER, name=f"nswws:{await count(store, outbox)}"))
    status = "waiting" if at is None else "sent"
    await rows.sent(version, alert, (conversation, subscription), sent_at=at, status=status)
    if near:
        spot = insert(alert_spots).values(version_id=version, spot=Keys([SECRET]).find("spot", near))
        await store.database.write(lambda connection: connection.execute(spot).close())


async def test_the_last_alert_is_told_with_what_was_asked_for(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    mine = await begun(store, me, replace(WISHES, interests=(Interest("weather", 2), AIR)))
    rows = Rows(store.database, Keys([SECRET]), clock.now())
    assert await of(store).last_told(me) is None
    await sent(store, rows, me, mine.id, clock.now(), near="LS8")
    await sent(store, rows, me, mine.id, None)
    told = await of(store).last_told(me)
    assert told is not None
    assert told.alert.facts == WEATHER.facts
    assert (told.at, told.channel, told.interest) == (clock.now(), "sms", Interest("weather", 2))
    assert told.near == "LS8"


async def test_a_postcode_is_near_its_district(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    mine = await begun(store, me)
    rows = Rows(store.database, Keys([SECRET]), clock.now())
    await sent(store, rows, me, mine.id, clock.now(), near="LS9 8AA")
    told = await of(store).last_told(me)
    assert told is not None
    assert told.near == "LS9"


async def test_after_a_week_nobody_asks_why(store: Store, clock: FixedClock) -> None:
    me = await talk(store, "hello")
    mine = await begun(store, me)
    rows = Rows(store.database, Keys([SECRET]), clock.now())
    await sent(store, rows, me, mine.id, clock.now())
    clock.advance(LATELY + dt.timedelta(seconds=1))
    assert await of(store).last_told(me) is None


async def test_a_number_after_an_alert_is_no_answer_to_what_was_before(
    store: Store, clock: FixedClock
) -> None:
    me = await talk(store, "hello")
    mine = await begun(store, me)
    before = clock.now()
    rows = Rows(store.database, Keys([SECRET]), clock.now())
    await sent(store, rows, me, mine.id, clock.advance(seconds=300))
    assert await of(store).pushed_since(me, before)
    assert not await of(store).pushed_since(me, clock.now())


async def test_where_somebody_can_be_reached(store: Store) -> None:
    page = await talk(store, "hello", PAGE, "web")
    await store.links.take("code", await store.links.code(page), "sms", ME)
    there = await of(store).reached(page)
    assert (there.here, there.known) == ("web", ("web", "sms"))
    await talk(store, "from the phone")
    assert (await of(store).reached(page)).here == "sms"


async def test_the_channel_that_is_written_on_comes_first(store: Store) -> None:
    assert list(of(store).channels("telegram")) == ["telegram", "sms"]
    assert list(of(store).channels("web")) == ["sms", "telegram"]
    assert list(of(store, ()).channels("web")) == []


async def test_places_of_other_cities_are_none(store: Store) -> None:
    assert of(store).places(["ls9", "M1"]) == [Place("other", "LS9"), None]


async def test_a_new_secret_seals_and_hashes_places_anew(open_store: OpenStore) -> None:
    old, new = "the old secret, thirty-two characters", "the new secret, thirty-two characters"
    store = await open_store(keys=Keys([old]))
    me = await talk(store, "hello")
    await begun(store, me, replace(WISHES, interests=(AIR, BINS)), home="10009")
    both = await open_store(keys=Keys([new, old]))
    assert await reseal(both.database, Keys([new, old])) > 0
    fresh = await open_store(keys=Keys([new]))
    found = await of(fresh).of(me)
    assert found is not None
    assert found.wishes.places == WISHES.places
    query = select(subscription_places.c.spot).order_by(subscription_places.c.id)
    spots = await fresh.database.read(lambda connection: connection.scalars(query).all())
    assert [bytes(one) for one in spots] == [Keys([new]).find("spot", place.code) for place in WISHES.places]


@pytest.mark.parametrize("table", [subscriptions, subscription_places])
def test_the_rotation_knows_of_it(table: Table) -> None:
    assert table in {place.table for place in rotation._PLACES}


async def test_an_update_of_the_state_touches_nobody_else(store: Store) -> None:
    me, other = await talk(store, "hello"), await talk(store, "hello", "07700 900456")
    await begun(store, me)
    await begun(store, other)
    paused = update(subscriptions).where(subscriptions.c.conversation_id == other).values(state="paused")
    await store.database.write(lambda connection: connection.execute(paused).close())
    await store.links.unlink(me)
    assert [(await held(store, one)).state for one in (me, other)] == ["active", "paused"]
