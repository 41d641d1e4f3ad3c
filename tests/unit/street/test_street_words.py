"""What is wrong in a street is heard in every language that is talked in, and what is not is not."""

from __future__ import annotations

import pytest

from bot.knowledge.street.kinds import read_kinds
from nlu.datafile import DATA
from nlu.street import street_words

KINDS = ("pothole", "fly_tipping", "light", "gully", "graffiti", "dog_fouling")
ENGLISH = {
    "theres a massive pothole on york road": "pothole",
    "the tarmac has sunk near the junction": "pothole",
    "loose paving slab outside the post office": "pothole",
    "someone dumped rubbish in the alley": "fly_tipping",
    "old fridge dumped in our back street": "fly_tipping",
    "flytipping again": "fly_tipping",
    "needles in the park bushes": "fly_tipping.needles",
    "someone's dumped gas bottles in the ginnel": "fly_tipping.asbestos",
    "street lamp's off on us street": "light.dark",
    "the lamp post is leaning and the wires are showing": "light.wires",
    "you can see the wires in the lamp post": "light.wires",
    "street light has been knocked over by a car": "light.leaning",
    "street light is on all day": "light.day",
    "gully is blocked and the road is like a lake when it rains": "gully.flood",
    "a manhole cover is missing": "gully.cover",
    "drain cover has been stolen": "gully.cover",
    "cars are swerving round a pothole": "pothole.swerve",
    "i tripped over a flag outside the post office": "pothole.fall",
    "graffiti on the wall": "graffiti",
    "nasty racist words painted on the wall by the shops": "graffiti.hate",
    "dog mess outside the school": "dog_fouling",
}
NOTHING = (
    "when is my bin day",
    "a tree has fallen across the footpath",
    "i need a new library card",
    "parking",
)
OTHERS = {
    "pl": ("dziura w drodze", "worki ze śmieciami wyrzucone", "latarnia nie świeci", "zapchana studzienka",
           "graffiti na murze", "psie kupy na chodniku"),
    "ro": ("groapă mare în stradă", "cineva a aruncat gunoi pe alee", "felinar stins", "canalul e înfundat",
           "graffiti pe zid", "caca de caine pe trotuar"),
    "pt": ("buraco na estrada", "despejaram lixo no beco", "candeeiro apagado", "sarjeta entupida",
           "grafitis na parede", "coco de cão no passeio"),
    "ar": ("حفرة كبيرة في الشارع", "ناس رموا زبالة في الزقاق", "عمود الإنارة لا يعمل في الشارع",
           "البالوعة مسدودة", "جرافيتي على الجدار", "براز كلاب على الرصيف"),
    "fa": ("یه چاله بزرگ تو خیابون", "آشغال ریخته ته کوچه", "چراغ خیابون خاموشه", "دریچه فاضلاب گرفته",
           "رو دیوار گرافیتی کشیدن", "مدفوع سگ تو پارک"),
    "ckb": ("چاڵێکی گەورە لە شەقام", "زبڵی فڕێ داوە", "گڵۆپی شەقام نایەت", "بەلوعەی شەقام گیراوە",
            "لەسەر دیوارەکە نووسراوە بە سپرێ", "پیسایی سەگ لەسەر شۆستە"),
    "ur": ("سڑک میں گڑھا ہے", "کسی نے کوڑا پھینکا ہے", "گلی کی بتی بند ہے", "نالی بند ہے",
           "دیوار پر گریفیٹی", "کتے کی گندگی"),
    "pa": ("ਸੜਕ ਵਿੱਚ ਵੱਡਾ ਟੋਆ", "ਕਿਸੇ ਨੇ ਕੂੜਾ ਸੁੱਟ ਦਿੱਤਾ", "ਸਟ੍ਰੀਟ ਲਾਈਟ ਖਰਾਬ ਹੈ", "ਨਾਲੀ ਬੰਦ ਹੈ",
           "ਗ੍ਰੈਫਿਟੀ ਸਾਫ ਕਰਵਾਉਣੀ", "ਕੁੱਤੇ ਦੀ ਗੰਦਗੀ"),
    "bn": ("রাস্তায় বড় গর্ত", "কেউ ময়লা ফেলে গেছে", "রাস্তার লাইট জ্বলে না", "রাস্তার ড্রেন বন্ধ",
           "দেয়ালে গ্রাফিতি", "কুকুরের গু ফুটপাথে"),
    "zh-Hans": ("路上有个大坑", "有人乱倒垃圾", "路灯坏了", "排水口堵了", "墙上有人涂鸦", "公园里很多狗屎"),
    "gu": ("રોડ પર મોટો ખાડો છે", "કોઈએ કચરો નાખ્યો છે", "સ્ટ્રીટ લાઇટ બંધ છે", "ગટર ભરાઈ ગઈ છે",
           "દીવાલ પર ગ્રેફિટી", "કૂતરાની ગંદકી"),
    "ur-Latn": ("sarak par gaddha hai", "kachra phenka hai", "street light kharab hai", "naali band hai",
                "deewar par spray", "kutte ki gandagi"),
    "pa-Latn": ("road te vadda toya", "kooda sutt ta", "khambe di light nai jagdi", "nali band aa",
                "kandh te spray", "kutte di gandagi"),
    "gu-Latn": ("road par moto khado", "kachro nakhi gayu", "street light bandh che", "gutter bharai gai",
                "divaal par graffiti", "kutra ni gandki"),
    "ar-Latn": ("fi 7ofra bl tari2", "nas kabbo zbale", "daw el share3 matfi", "balou3a masdoude",
                "graffiti 3al 7et", "kaka kelb 3al raseef"),
    "bn-Latn": ("rastay boro gorto", "moyla fele gese", "rastar light jole na", "rastar drain bondho",
                "deyale spray kore likhse", "kuttar gu footpath e"),
    "fa-Latn": ("ye chale bozorg", "ashghal rikhtan", "cheraghe khiaboon khamooshe", "jooy gerefte",
                "divar graffiti", "madfoo sag"),
}  # fmt: skip


def named(text: str, language: str) -> list[str]:
    """The kinds and details, the most urgent first."""
    found = street_words().find(text, language)
    return [one.partition(":")[2] for one in found if not one.startswith("says:")]


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items())
def test_english_names_the_kind_and_what_matters_of_it(text: str, expected: str) -> None:
    found = named(text, "en")
    assert found[0] == expected
    assert expected.partition(".")[0] in {one.partition(".")[0] for one in found}


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_nothing_of_it_names_nothing(text: str) -> None:
    assert named(text, "en") == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_names_every_kind(language: str) -> None:
    wrong = {
        text: named(text, language)
        for kind, text in zip(KINDS, OTHERS[language], strict=True)
        if kind not in {one.partition(".")[0] for one in named(text, language)}
    }
    assert not wrong


def test_there_is_a_list_for_every_language_that_is_talked_in() -> None:
    tags = {path.parent.name for path in DATA.glob("*/lines.yml")}
    assert {path.parent.name for path in DATA.glob("*/street.yml")} == tags == {"en", *OTHERS}


def test_the_lists_name_no_kind_and_no_detail_that_there_is_not() -> None:
    kinds = read_kinds()
    there = {f"problem:{kind.id}" for kind in kinds.kinds}
    there |= {f"detail:{kind.id}.{one.id}" for kind in kinds.kinds for one in kind.details}
    said = {name for name in street_words()._order if not name.startswith("says:")}
    assert said <= there
    assert there - said == {"problem:other", "detail:other.danger"}
