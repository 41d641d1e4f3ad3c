"""Rasa as the back end, against answers that were recorded from a real server."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from nlu import corpus
from nlu.backend import BackendError
from nlu.corpus import OUT_OF_SCOPE, Example
from nlu.normalise import folded
from nlu.pipeline import Pipeline
from nlu.rasa import __main__ as writing
from nlu.rasa.backend import Rasa, TokenRefused
from nlu.rasa.files import write
from nlu.rasa.text import spaced
from tests.unit.nlu.rasa_server import FAULTS, TOKEN, RecordedRasa, recorded

SAID = folded("When is my bin collected, please? LS8 1AA")
PRIVATE = ("bin", "collected", "LS8", "ls8")


@pytest.fixture
async def server() -> AsyncIterator[RecordedRasa]:
    async with RecordedRasa().serving() as serving:
        yield serving


@pytest.fixture
async def rasa(server: RecordedRasa) -> AsyncIterator[Rasa]:
    backend = Rasa(server.url, TOKEN, patience=0.5)
    yield backend
    await backend.close()


async def test_the_ranking_is_that_of_the_server(rasa: Rasa, server: RecordedRasa) -> None:
    ranking = await rasa.rank(SAID)
    answer = recorded("normal")["response"]["json"]
    assert server.asked == [recorded("normal")["request"]["json"]]
    assert ranking[0] == ("bins.next", answer["intent"]["confidence"])
    assert list(ranking) == sorted(ranking, key=lambda one: -one[1])
    assert len(ranking) == 44
    assert rasa.model_id == recorded("status")["response"]["json"]["model_id"]


async def test_letters_of_other_scripts_arrive_folded(rasa: Rasa, server: RecordedRasa) -> None:
    ranking = await rasa.rank(folded("میرا کوڑا کب اُٹھے گا بھائی؟"))
    assert server.asked == [recorded("urdu")["request"]["json"]]
    assert ranking[0][0] == "bins.next"


async def test_the_fallback_of_rasa_is_no_intent(rasa: Rasa) -> None:
    """It would come first; whether anything fits is decided by our own threshold."""
    answer = recorded("gibberish")["response"]["json"]
    assert answer["intent"]["name"] == "nlu_fallback"
    ranking = await rasa.rank(folded("xyzzy plugh"))
    assert "nlu_fallback" not in dict(ranking)
    assert OUT_OF_SCOPE in dict(ranking)


async def test_a_slash_names_no_intent(rasa: Rasa, server: RecordedRasa) -> None:
    """The real server takes `/intent{…}` as that intent for certain, with any entity."""
    trap = recorded("slash")
    assert trap["response"]["json"]["intent"] == {"name": "bins.next", "confidence": 1.0}
    await rasa.rank(folded(trap["request"]["json"]["text"]))
    assert server.asked == [{"text": "bins next bin brown"}]


@pytest.mark.parametrize("text", ["", " ", "/", "//", "?!", "\u200b"])
async def test_no_empty_text_is_sent(rasa: Rasa, server: RecordedRasa, text: str) -> None:
    """The real server gives an empty text intents with confidence."""
    assert recorded("empty")["response"]["status"] == 200
    assert await rasa.rank(folded(text)) == ()
    assert server.asked == []


@given(st.text(max_size=60))
def test_what_is_sent_is_words_with_spaces_between(text: str) -> None:
    sent = spaced(folded(text).text)
    assert sent == " ".join(sent.split())
    assert not set(sent) & set("/{}[]()\"'")


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_fault_is_a_plain_line_without_the_residents_text(
    rasa: Rasa, server: RecordedRasa, fault: str
) -> None:
    server.fault = fault
    with pytest.raises(BackendError) as found:
        await rasa.rank(SAID)
    said = str(found.value)
    assert said.startswith("Rasa at 127.0.0.1:")
    assert "\n" not in said
    assert TOKEN not in said
    assert not any(word in said for word in PRIVATE)
    server.fault = ""
    assert (await rasa.rank(SAID))[0][0] == "bins.next"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("slow", "gives no answer in 0.5 s"),
        ("error", "answers 500"),
        ("no_model", "has no model loaded"),
        ("huge", "answers with more than 262144 bytes"),
        ("not_json", "answers what cannot be read"),
        ("redirected", "answers 302"),
    ],
)
async def test_the_line_says_what_is_wrong(rasa: Rasa, server: RecordedRasa, fault: str, said: str) -> None:
    server.fault = fault
    with pytest.raises(BackendError, match=f"{said}$"):
        await rasa.rank(SAID)


async def test_a_server_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    gone = Rasa(f"http://me:hunter2@127.0.0.1:{port}")
    with pytest.raises(BackendError, match=f"^Rasa at 127.0.0.1:{port} cannot be reached: ") as found:
        await gone.rank(SAID)
    assert "hunter2" not in str(found.value)
    await gone.close()


def certificate(folder: Path) -> ssl.SSLContext:
    """That of a server whom nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "rasa")])
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, began, began + dt.timedelta(days=9999))
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


async def test_a_server_whom_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    async with RecordedRasa().serving(certificate(tmp_path)) as server:
        stranger = Rasa(server.url, TOKEN)
        with pytest.raises(BackendError, match="shows a certificate that is not trusted"):
            await stranger.rank(SAID)
        await stranger.close()
    assert server.asked == []


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        ([{"name": "bins.next", "confidence": 1.0}], "does not rank out_of_scope"),
        ([], "does not rank out_of_scope"),
        ([{"name": "bins.next", "confidence": "sure"}], "cannot be read"),
        ([{"name": 7, "confidence": 0.5}], "cannot be read"),
        ({"bins.next": 0.5}, "cannot be read"),
    ],
)
async def test_a_ranking_that_cannot_be_judged_is_none(
    rasa: Rasa, server: RecordedRasa, scores: Any, why: str
) -> None:
    server.answers["bin"] = {"intent_ranking": scores}
    with pytest.raises(BackendError, match=why):
        await rasa.rank(folded("bin"))


async def test_more_than_is_documented_is_no_harm(rasa: Rasa, server: RecordedRasa) -> None:
    server.answers["bin"] = {
        "intent_ranking": [
            {"name": "out_of_scope", "confidence": 0, "id": -7},
            {"name": None, "confidence": 0.2},
            {"name": "help", "confidence": 1.0000002, "new": {}},
        ],
        "response_selector": {"all_retrieval_intents": []},
    }
    assert await rasa.rank(folded("bin")) == (("help", 1.0), ("out_of_scope", 0.0))


async def test_a_wrong_token_is_said_at_once(server: RecordedRasa) -> None:
    stranger = Rasa(server.url, "guess")
    with pytest.raises(TokenRefused, match=r"refuses the token$"):
        await stranger.ready()
    await stranger.close()


async def test_the_start_waits_until_the_model_is_loaded(
    rasa: Rasa, server: RecordedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.fault = "no_model"

    async def pause(_seconds: float) -> None:
        server.fault = "" if server.looked >= 3 else server.fault

    monkeypatch.setattr("nlu.rasa.backend.asyncio.sleep", pause)
    await rasa.ready(60)
    assert server.looked == 4
    assert rasa.model_id


async def test_the_wait_has_an_end(rasa: Rasa, server: RecordedRasa) -> None:
    server.fault = "no_model"
    with pytest.raises(BackendError, match=r"has no model loaded$"):
        await rasa.ready(0)


async def test_the_model_is_asked_for_once_in_a_while(rasa: Rasa, server: RecordedRasa) -> None:
    for _ in range(3):
        await rasa.rank(SAID)
    assert (server.looked, len(server.asked)) == (1, 3)


async def test_a_silent_rasa_costs_no_message(pipeline: Pipeline, rasa: Rasa, server: RecordedRasa) -> None:
    missed: list[str] = []
    both = Pipeline(
        rasa,
        pipeline._entities,
        pipeline.languages,
        spare=pipeline.backend,
        missed=lambda problem: missed.append(str(problem)),
    )
    said = "when is my bin collected please LS8 1AA"
    assert (await both.understand(said, "en")).backend == "rasa"
    server.fault = "error"
    found = await both.understand(said, "en")
    assert (found.intent, found.last("postcode"), found.backend) == ("bins.next", "LS8 1AA", "embedded")
    assert found.model_id == pipeline.backend.model_id
    assert len(missed) == 1
    assert missed[0].endswith("answers 500")


def test_training_files_are_what_rasa_reads(tmp_path: Path) -> None:
    (tmp_path / "old.yml").write_text("version: '3.1'")
    examples = [
        Example("我家垃圾桶哪天收啊?", "bins.next", "zh-Hans"),
        Example("When's my [bin] (black)", "bins.next", "en"),
        Example("WHENS my bin black", "bins.next", "en"),
        Example("/restart: yes", "help", "en"),
        Example("?!", "help", "en"),
    ]
    paths = write(examples, tmp_path)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["en.yml", "zh-Hans.yml"]
    assert yaml.safe_load(paths[0].read_text(encoding="utf-8")) == {
        "version": "3.1",
        "nlu": [
            {"intent": "bins.next", "examples": "- whens my bin black\n"},
            {"intent": "help", "examples": "- restart yes\n"},
        ],
    }
    assert [(one.text, one.intent) for one in corpus.read(paths).examples][-1] == (
        "我 家 垃 圾 桶 哪 天 收 啊",
        "bins.next",
    )


def test_the_command_writes_the_whole_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert writing.main([str(tmp_path)]) == 0
    known, told = corpus.read(corpus.files()).examples, corpus.read(sorted(tmp_path.glob("*.yml"))).examples
    assert {one.language for one in told} == {one.language for one in known}
    assert {one.intent for one in told} == {one.intent for one in known}
    assert capsys.readouterr().out.startswith(f"{len(known)} lines in ")


def test_rasa_is_asked_for_every_intent() -> None:
    """By default it tells ten, and `out_of_scope` may not be among them."""
    config = yaml.safe_load((Path(writing.__file__).parent / "config.yml").read_text(encoding="utf-8"))
    classifier = config["pipeline"][-1]
    assert (classifier["name"], classifier["ranking_length"]) == ("DIETClassifier", 0)
    assert not classifier["entity_recognition"]
