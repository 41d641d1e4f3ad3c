"""Danger is always heard, and seldom where there is none (S1, S6, S9)."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import corpus
from nlu.corpus import Example, speaks_of_danger
from nlu.datafile import DataFileError, read_yaml
from nlu.evaluation import Outcome, calls_for_a_card, outcomes
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases
from nlu.pipeline import Pipeline
from nlu.safety import HAZARDS, Safety, SafetyList
from tests.unit.nlu.conftest import HELD_OUT

ALARMS = {
    path.stem: read_yaml(path, dict[str, list[str]]) for path in sorted((HELD_OUT / "alarms").glob("*.yml"))
}
TRAPS = {path.stem: read_yaml(path, list[str]) for path in sorted((HELD_OUT / "traps").glob("*.yml"))}
PLAIN = """
i smell gas
gas leak
there is a fire
house on fire
heart attack
i want to die
im suicidal
my husband hits me
my child is being abused
burst pipe
i am homeless
nowhere to sleep tonight
carbon monoxide alarm going off
call an ambulance
she cant breathe
not breathing
he beats me
water coming through ceiling
sparks from socket
electric shock
fire
help he is going to kill me
chest pain
having a stroke
overdose
sleeping rough
kill myself
czuję gaz
pożar
pali się
chcę umrzeć
mąż mnie bije
zawał serca
nie oddycha
nie mam gdzie spać
pękła rura
گیس کی بو آ رہی ہے
آگ لگ گئی
میں مرنا چاہتا ہوں
شوہر مارتا ہے
سانس نہیں آ رہی
پائپ پھٹ گیا
煤气味
着火了
我想自杀
老公打我
心脏病发作
水管爆了
没地方住
miroase a gaz
foc in casa
vreau sa mor
ma bate sotul
infarct
s-a spart teava
nu am unde dormi
cheira a gás
incendio em casa
quero morrer
o meu marido bate-me
enfarte
rebentou um cano
nao tenho onde dormir
في ريحة غاز
حريق في البيت
بدي موت
جوزي بيضربني
ما عم يتنفس
انفجرت المواسير
ما عندي مكان نام فيه
بوی گاز میاد
خونه آتیش گرفته
میخوام بمیرم
شوهرم منو میزنه
نفس نمیکشه
لوله ترکیده
جایی برای خواب ندارم
بۆنی گاز دێت
ئاگر کەوتۆتەوە
دەمەوێت بمرم
مێردەکەم لێم دەدات
هەناسە نادات
ਗੈਸ ਦੀ ਬੋ
ਅੱਗ ਲੱਗ ਗਈ
ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ
ਪਤੀ ਮਾਰਦਾ ਹੈ
ਸਾਹ ਨਹੀਂ ਆ ਰਿਹਾ
ગેસની વાસ
આગ લાગી
મારે મરવું છે
પતિ મારે છે
શ્વાસ નથી લેવાતો
গ্যাসের গন্ধ
আগুন লেগেছে
আমি মরতে চাই
স্বামী মারে
শ্বাস নিতে পারছে না
gas ki boo aa rahi hai
aag lag gayi
main marna chahta hun
shohar maarta hai
saans nahi aa rahi
gas di bo
agg lag gayi
gas ni vaas
aag lagi
gas er gondho
agun lagse
ri7et ghaz
7ari2 bel bet
baddi mout
""".strip().splitlines()
"""What people say who are not indirect."""


@pytest.mark.parametrize("text", PLAIN)
def test_the_plain_words_for_a_danger_need_no_model(safety: Safety, text: str) -> None:
    assert safety.hazards(text)


@pytest.fixture(scope="module")
def heard(pipeline: Pipeline) -> dict[str, list[Outcome]]:
    """What is made of the known alarms, by file."""
    lines = {
        tag: [Example(line, f"safety.{hazard}", tag) for hazard, some in each.items() for line in some]
        for tag, each in ALARMS.items()
    }
    return {tag: asyncio.run(outcomes(pipeline, some)) for tag, some in lines.items()}


@pytest.mark.parametrize("tag", ALARMS)
def test_every_known_alarm_calls_for_a_card(heard: dict[str, list[Outcome]], tag: str) -> None:
    missed = [one.example.text for one in heard[tag] if not calls_for_a_card(one)]
    assert len(missed) <= 0.06 * len(heard[tag]), missed


@pytest.mark.parametrize("tag", ALARMS)
def test_the_card_of_a_known_alarm_comes_first(heard: dict[str, list[Outcome]], tag: str) -> None:
    """Some are two dangers at once: a child on the street, a shock from wet wires."""
    found = [(one.example, one.heard.hazard) for one in heard[tag] if one.heard and one.heard.hazard]
    wrong = [(line.text, hazard) for line, hazard in found if line.intent != f"safety.{hazard}"]
    assert len(wrong) <= 0.1 * len(found), wrong


def test_at_most_one_in_a_hundred_known_traps_trips_a_rule(safety: Safety) -> None:
    lines = [line for lines in TRAPS.values() for line in lines]
    false = {line: safety.hazards(line) for line in lines if safety.hazards(line)}
    assert len(false) <= 0.01 * len(lines), false


def test_few_lines_of_other_intents_trip_a_rule(safety: Safety) -> None:
    """A third of them are near misses."""
    examples = corpus.read(path for path in corpus.files() if path.stem == "lines").examples
    lines = [one for one in examples if not speaks_of_danger(one.intent)]
    false = {one.text: safety.hazards(one.text) for one in lines if safety.hazards(one.text)}
    assert len(false) <= 0.002 * len(lines), false


@pytest.mark.parametrize(
    "text",
    [
        "no gas leak but it smells of gas",
        "last year there was a smell of gas",
        "i am not suicidal",
        "the fire is out now, my flat was on fire",
        "nie czuć gazu ale czujnik czadu wyje",
    ],
)
def test_no_and_long_ago_take_nothing_back(safety: Safety, text: str) -> None:
    assert safety.hazard(text)


def test_an_everyday_phrase_hides_only_itself(safety: Safety) -> None:
    assert safety.hazard("my gas bill is high") == ""
    assert safety.hazard("my gas bill is high and i can smell gas") == "gas"


def test_the_most_urgent_comes_first(safety: Safety) -> None:
    found = safety.hazards("water is pouring through the ceiling and the socket is sparking")
    assert found == ("fire_electric", "water")


def test_danger_inside_a_form_is_heard(safety: Safety) -> None:
    text = "number 14, the green bin, also theres water coming through the bathroom light"
    assert safety.hazard(text) == "fire_electric"


@given(st.text(max_size=200))
def test_any_text_can_be_asked(safety: Safety, text: str) -> None:
    assert set(safety.hazards(text)) <= set(HAZARDS)


@given(st.sampled_from([line for each in ALARMS.values() for lines in each.values() for line in lines]))
def test_shouting_hides_nothing(safety: Safety, alarm: str) -> None:
    assert safety.signs(f" {alarm.upper()} !!") == safety.signs(alarm)


INTRODUCTIONS = {
    "en": "hello good afternoon i am a council tenant and i have lived at the same address with my wife "
    "and my two kids for nine years now thank you for reading this",
    "pl": "dzień dobry jestem lokatorem rady i mieszkam pod tym samym adresem z żoną i dwójką dzieci od "
    "dziewięciu lat dziękuję za przeczytanie tej wiadomości",
    "ur": "السلام علیکم میں کونسل کا کرایہ دار ہوں اور اپنی بیوی اور دو بچوں کے ساتھ "
    "نو سال سے اسی پتے پر رہتا ہوں آپ کا بہت شکریہ",
    "zh-Hans": "你好我是市政府的租户我和太太还有两个孩子在这个地址已经住了九年了"
    "谢谢你们一直以来的帮助我今天写信给你们是想说一件事",
}


@pytest.mark.parametrize("tag", INTRODUCTIONS)
def test_a_long_introduction_hides_little(pipeline: Pipeline, tag: str) -> None:
    before = INTRODUCTIONS[tag]
    lines = [line for some in ALARMS[tag].values() for line in some]
    said = [Example(f"{before}. {line}", "safety.gas", tag) for line in lines]
    found = asyncio.run(outcomes(pipeline, [Example(before, "greet", tag), *said]))
    assert not calls_for_a_card(found[0])
    assert sum(map(calls_for_a_card, found[1:])) >= 0.9 * len(lines)


def phrases(*rules: str, ignore: tuple[str, ...] = ()) -> Phrases:
    made = Phrases(ignore, ordinary=("hopeless",))
    for rule in rules:
        made.add("found", rule, {"who": ("he", "she", "my_ex")})
    return made


@pytest.mark.parametrize(
    ("rule", "text", "matches"),
    [
        ("smel* gas", "i smell a bit of gas", True),
        ("smel* gas", "gas smell", False),
        ("smel* gas", "smell one two three four five gas", False),
        ("a|b c", "b c", True),
        ("on_fire", "on fire", True),
        ("on_fire", "on the fire", False),
        ("=fire", "Fire!", True),
        ("=fire", "fire station", False),
        ("<who> hits", "my ex hits", True),
        ("<who> hits", "it hits", False),
        ("漏气", "厨房漏气了", True),
        ("漏气", "厨房漏水又没气", False),
        ("漏气", "廚房漏氣了", True),
        ("老公|丈夫 打 我", "我老公昨晚又打了我", True),
        ("老公 打", "老公每天晚上都打", False),
        ("co 响", "CO警报器一直响", False),
        ("gas味", "走廊有gas味", True),
        ("=漏气", "漏气！", True),
        ("=漏气", "厨房漏气", False),
        ("suicidal", "suicidel", True),
        ("suicidal", "suicideel", False),
        ("homeless", "hopeless", False),
        ("زیادہ گولیاں", "بہت زیادہ گولیاں", True),
    ],
)
def test_the_language_of_the_rules(rule: str, text: str, matches: bool) -> None:
    assert bool(phrases(rule).find(fold(text))) is matches


def test_what_is_ignored_is_read_over() -> None:
    made = phrases("fire", ignore=("fire station",))
    assert not made.find("where is the fire station")
    assert made.find("the fire station is on fire")


@pytest.mark.parametrize(("rule", "says"), [("<nobody> hits", "no set <nobody>"), ("a||b", "an empty word")])
def test_a_rule_that_cannot_be_read_is_shown(rule: str, says: str) -> None:
    with pytest.raises(PhraseError, match=says):
        phrases(rule)


def test_a_broken_file_is_named() -> None:
    with pytest.raises(DataFileError, match=r"pl/safety\.yml: rule '<x> y'"):
        Safety({"pl": SafetyList({"gas": ["<x> y"]})})


def test_a_rule_may_name_a_set_of_its_own_language_or_of_english() -> None:
    english = SafetyList({"gas": []}, sets={"smell": ["smell"], "gas": ["gas"]})
    polish = SafetyList({"gas": ["<smell> <gas>"]}, sets={"gas": ["gaz"]})
    safety = Safety({"en": english, "pl": polish})
    assert safety.hazard("i smell gaz") == "gas"
    assert safety.hazard("i smell gas") == ""


def test_a_rule_for_brief_messages_is_silent_in_a_longer_tale() -> None:
    safety = Safety(
        {
            "en": SafetyList({"gas": ["smell gas leak"]}, brief={"fire_electric": ["fire burn*"]}),
            "zh-Hans": SafetyList(brief={"fire_electric": ["着火"]}),
        }
    )
    assert safety.hazards("fire is burning here now") == ("fire_electric",)
    assert safety.hazards("the fire that burns in my heart is for leeds") == ()
    assert safety.hazards("i can smell a gas leak in the flat above") == ("gas",)
    assert safety.hazards("厨房着火了快来人") == ("fire_electric",)
    assert safety.hazards("昨天看的那个电影里面房子着火了") == ()
