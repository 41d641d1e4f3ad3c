"""An adviser takes a conversation, talks, and gives it back; no JavaScript is needed for any of it."""

from __future__ import annotations

import re

from tests.helpline import Helpline
from tests.integration.console.conftest import Opens


async def waits(helpline: Helpline, address: str = "resident-1", text: str = "can I talk to a person") -> str:
    """A resident joins the queue; the reference."""
    await helpline.says(text, address)
    queue = await helpline.stores.queue.look()
    return queue.waiting[-1].reference


async def read(helpline: Helpline, address: str = "resident-1") -> list[tuple[str, str]]:
    lines = await helpline.parts.store.transcript.read("web", address)
    return [(line.who, line.text) for line in lines]


async def test_an_adviser_takes_who_waits_and_is_introduced(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    assert reference in await amira.open("/helpline/queue")
    assert "You have this conversation" in await amira.send(f"/helpline/talk/{reference}/claim")
    assert (await read(helpline))[-1] == ("system", "You are talking to Amira from the council.")


async def test_of_two_who_take_one_the_second_is_told_who_was_first(
    helpline: Helpline, enters: Opens
) -> None:
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await waits(helpline)
    for one in (amira, ben):
        await one.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    assert "Amira took this." in await ben.send(f"/helpline/talk/{reference}/claim")
    assert ben.path == "/helpline/queue"


async def test_nothing_is_given_to_who_is_not_on_shift(helpline: Helpline, enters: Opens) -> None:
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode", shift=False)
    reference = await waits(helpline)
    await ben.open("/helpline/queue")
    assert "Begin your shift first" in await ben.send(f"/helpline/talk/{reference}/claim")
    assert reference in await amira.open("/helpline/queue")


async def test_a_reply_reaches_the_resident_as_it_was_typed(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    await amira.send(f"/helpline/talk/{reference}/reply", words="Hello, I can <b>see</b> it.", language="en")
    assert (await read(helpline))[-1] == ("adviser", "Hello, I can <b>see</b> it.")
    assert "&lt;b&gt;see" in amira.page


async def test_a_form_that_is_sent_twice_says_it_once(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    before = amira.page
    await amira.send(f"/helpline/talk/{reference}/reply", words="Once.")
    amira.page = before
    await amira.send(f"/helpline/talk/{reference}/reply", words="Once.")
    assert [text for who, text in await read(helpline) if who == "adviser"] == ["Once."]


async def test_a_quick_reply_is_read_in_the_resident_s_language(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("po polsku proszę")
    reference = await waits(helpline, text="chcę rozmawiać z człowiekiem")
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    page = await amira.send(f"/helpline/talk/{reference}/quick", quick="2")
    line = (await helpline.parts.store.transcript.read("web", "resident-1"))[-1]
    assert line.who == "adviser"
    assert "Thank you for waiting." in page


async def test_who_is_not_the_holder_writes_nothing_and_keeps_their_words(
    helpline: Helpline, enters: Opens
) -> None:
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    ben_token = re.search(r'data-token="(\w+)"', ben.page)
    assert ben_token
    answer = await ben.client.post(
        f"/helpline/talk/{reference}/reply", data={"token": ben_token[1], "words": "From Ben"}
    )
    assert answer.status == 409
    assert "Amira took this." in await answer.text()
    assert ("adviser", "From Ben") not in await read(helpline)


async def test_a_note_is_seen_by_colleagues_and_never_by_the_resident(
    helpline: Helpline, enters: Opens
) -> None:
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await waits(helpline)
    await amira.open(f"/helpline/talk/{reference}")
    await amira.send(f"/helpline/talk/{reference}/note", words="Rang about this before.")
    page = await ben.open(f"/helpline/talk/{reference}")
    assert "Private note Amira Khan" in page
    assert "Rang about this before." in page
    assert all("Rang about" not in text for _who, text in await read(helpline))


async def test_handing_back_says_so_and_offers_the_form_again(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("my bin was missed")
    await helpline.says("15 Oakwood Court")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    page = await amira.send(f"/helpline/talk/{reference}/back", outcome="advice")
    assert "The assistant has the conversation again." in page
    said = await helpline.parts.store.transcript.read("web", "resident-1")
    marker = next(line for line in said if line.text.startswith("You are back with"))
    assert marker.who == "system"
    assert said[-1].who == "assistant"
    assert [choice.label for choice in said[-1].choices] == ["Carry on", "No, leave it"]
    await helpline.says("carry on")
    again = await helpline.parts.store.transcript.read("web", "resident-1")
    assert again[-1].who == "assistant"
    assert again[-1].expects_answer


async def test_after_closing_the_resident_is_asked_whether_it_helped(
    helpline: Helpline, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    await amira.send(f"/helpline/talk/{reference}/close", outcome="solved")
    assert (await read(helpline))[-1][1].endswith("Did that help you?")
    await helpline.says("1")
    assert (await read(helpline))[-1] == ("assistant", "Thank you. That helps us.")


async def test_the_form_s_answer_is_put_right_by_replaying_its_question(
    helpline: Helpline, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("my black bin was missed at 15 Oakwood Court")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    page = await amira.send(f"/helpline/talk/{reference}/claim")
    assert "15 Oakwood Court" in amira.page
    key = re.search(r'name="key" value="([^"]+)"', amira.page)
    assert key, page
    await amira.send(f"/helpline/talk/{reference}/correct", key=key[1], words="14 Oakwood Court")
    assert 'value="Flat 14, Oakwood Court' in amira.page
    await amira.send(f"/helpline/talk/{reference}/correct", key=key[1], words="nowhere at all")
    assert amira.status == 400
    assert 'value="Flat 14, Oakwood Court' in amira.page


async def test_an_english_line_stands_beside_the_resident_s_language(
    helpline: Helpline, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("po polsku proszę")
    reference = await waits(helpline, text="chcę rozmawiać z człowiekiem")
    page = await amira.open(f"/helpline/talk/{reference}")
    assert "In English" in page
    assert 'lang="pl"' in amira.page
    assert "Polish (Polski)" in page


async def test_each_reading_and_writing_is_in_the_audit(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    await amira.send(f"/helpline/talk/{reference}/reply", words="Hello.")
    entries = await helpline.stores.audit.recent()
    assert [entry.action for entry in entries][:4] == ["reply", "claim", "read", "shift"]
    assert all("Hello" not in entry.detail for entry in entries)


async def test_passing_on_is_said_to_the_resident(helpline: Helpline, enters: Opens) -> None:
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    await amira.send(f"/helpline/talk/{reference}/pass", to="staff:2")
    assert (await read(helpline))[-1][1].startswith("I am passing you to a colleague.")
    assert "You have this conversation" in await ben.open(f"/helpline/talk/{reference}")
    await ben.send(f"/helpline/talk/{reference}/pass", to="team:bins")
    assert (await read(helpline))[-1][1].startswith("I am passing you to another team.")
    (found,) = (await helpline.stores.queue.look()).waiting
    assert (found.reference, found.team, found.priority) == (reference, "bins", 1)
