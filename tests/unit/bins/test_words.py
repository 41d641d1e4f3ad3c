"""Household things are found in every language, as people write; and not where nobody names one."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.lexicon import Language
from bot.knowledge.bins.things import FILE, WORDS, Thing, material_names
from bot.knowledge.data import read
from nlu.corpus import Names
from nlu.entities import Entities
from nlu.normalise import folded

THINGS = read(FILE, tuple[Thing, ...])
LANGUAGES = {file.stem: read(file, Language) for file in sorted(WORDS.glob("*.yaml"))}
TRANSLATED = sorted(LANGUAGES.keys() - {"en"})
LEEDS = Bins("leeds", None)

# The common things that a resident of any language must be able to ask about.
USUAL = """
newspaper cardboard pizza_box egg_box paper_towel drinks_carton drinks_can food_tin foil aerosol
plastic_bottle milk_bottle bottle_top yoghurt_pot plastic_tub carrier_bag crisp_packet polystyrene
plastic_toy glass_bottle glass_jar drinking_glass mirror low_energy_bulb crockery food_waste bone
cooking_oil nappy cat_litter cold_ash grass leaves flowers twigs soil christmas_tree battery car_battery
vape small_electrical mobile_phone computer television microwave fridge washing_machine sofa mattress
bed furniture carpet bike clothes shoes bedding duvet paint chemicals gas_bottle fire_extinguisher
medicine needle rubble wood scrap_metal tyre fireworks knife candle umbrella rubbish_bag
""".split()  # noqa: SIM905 - a hundred quotes read worse

FOUND = {
    "pl": [
        ("gdzie mam wyrzucić pudełko po pizzy", "pizza_box"),
        ("co robicie ze starymi materacami", "mattress"),
        ("mam siatkę zużytych bateryjek", "battery"),
        ("do czego wrzuca się puszki po piwie", "drinks_can"),
        ("zepsuta lodówka, kto ją weźmie", "fridge"),
        ("pieluchy dziecka gdzie", "nappy"),
        ("resztki farby po malowaniu pokoju", "paint"),
        ("stłukłam lusterko", "mirror"),
        ("czy styropjan się nadaje do zielonego", "polystyrene"),
        ("chcę się pozbyć telewizora", "television"),
    ],
    "ro": [
        ("cutiile de pizza în ce pubelă le pun", "pizza_box"),
        ("ce fac cu o saltea veche", "mattress"),
        ("am niște baterii consumate", "battery"),
        ("scutecele copilului unde le arunc", "nappy"),
        ("frigiderul stricat cine îl ia", "fridge"),
        ("borcanele goale de la gem", "glass_jar"),
        ("mi-a rămas vopsea de la zugrăvit", "paint"),
        ("uleiul prăjit din tigaie unde il arunc", "cooking_oil"),
        ("medicamentele expirate ale mamei", "medicine"),
        ("unde pun frunzele din curte", "leaves"),
        ("televizorul vechi", "television"),
    ],
    "pt": [
        ("as caixas da pizza vão para que caixote", "pizza_box"),
        ("tenho um colchão velho para deitar fora", "mattress"),
        ("onde largo as pilhas gastas", "battery"),
        ("fraldas do bebé em que contentor", "nappy"),
        ("o frigorífico avariou, quem o leva", "fridge"),
        ("frascos de doce vazios", "glass_jar"),
        ("sobrou tinta das obras", "paint"),
        ("onde descarto remédio vencido", "medicine"),
        ("a relva que cortei hoje", "grass"),
        ("tenho duas televisões avariadas", "television"),
        ("esfrovite da embalagem", "polystyrene"),
    ],
    "ur": [
        ("پیزا باکس کہاں پھینکتے ہیں", "pizza_box"),
        ("پرانے گدے کون لے جائے گا", "mattress"),
        ("ریموٹ کی بیٹریوں کا کیا کروں", "battery"),
        ("بچی کے ڈائپر کون سے ڈبے میں", "nappy"),
        ("فریج خراب ہو گیا ہے کہاں دوں", "fridge"),
        ("اچار والے مرتبان", "glass_jar"),
        ("بچا ہوا پینٹ ہے میرے پاس", "paint"),
        ("انسولین کی سوئیوں کو کہاں ڈالوں", "needle"),
        ("درخت کے پتوں کو کس میں ڈالیں", "leaves"),
        ("ٹیلی وژن پھینکنا ہے", "television"),
    ],
    "ur-Latn": [
        ("pizza wala daba kidhar phenkna hai", "pizza_box"),
        ("purana gada kon le ke jaye ga", "mattress"),
        ("remote ki batriyan kahan daaloon", "battery"),
        ("bachay ke pampers konse dabbe mein", "nappy"),
        ("frige kharab ho gaya", "fridge"),
        ("khilonay toot gaye hain", "plastic_toy"),
        ("bacha hua paint para hai", "paint"),
        ("dawaiyon ka kya karoon", "medicine"),
        ("kapron ka thaila kahan doon", "clothes"),
        ("puranay jooton ka kya karein", "shoes"),
    ],
    "pa": [
        ("ਪੀਜ਼ਾ ਬਾਕਸ ਕਿੱਥੇ ਪਾਈਦਾ", "pizza_box"),
        ("ਪੁਰਾਣਾ ਗੱਦਾ ਕੌਣ ਲੈ ਕੇ ਜਾਊ", "mattress"),
        ("ਰਿਮੋਟ ਦੀਆਂ ਬੈਟਰੀਆਂ ਮੁੱਕ ਗਈਆਂ", "battery"),
        ("ਬੱਚੇ ਦੀ ਨੈਪੀ ਕਿੱਥੇ", "nappy"),
        ("ਫਰਿਜ ਖਰਾਬ ਹੋ ਗਿਆ", "fridge"),
        ("ਟੀ ਵੀ ਸੁੱਟਣਾ", "television"),
        ("ਬਚਿਆ ਪੇਂਟ ਪਿਆ ਘਰੇ", "paint"),
        ("ਦਵਾਈਆਂ ਦਾ ਕੀ ਕਰੀਏ", "medicine"),
        ("ਕਪੜਿਆਂ ਦਾ ਬੈਗ ਕਿੱਥੇ ਦੇਵਾਂ", "clothes"),
        ("ਟਾਇਰਾਂ ਨੂੰ ਕਿੱਥੇ ਛੱਡਾਂ", "tyre"),
    ],
    "pa-Latn": [
        ("pizze wala dabba kithe paiye", "pizza_box"),
        ("purana gadda kaun lai ke jau", "mattress"),
        ("batrian muk gaiyan kithe suttan", "battery"),
        ("bache di nappi kithe pauni", "nappy"),
        ("fridge kharab ho gya", "fridge"),
        ("khidaune tutt gaye", "plastic_toy"),
        ("bacheya paint pya ghare", "paint"),
        ("dawaian da ki kariye", "medicine"),
        ("kapdeyan da bag kithe devan", "clothes"),
        ("rajaiyan te sirhane", "duvet"),
    ],
    "ar": [
        ("وين أكب كرتونة البيتزا", "pizza_box"),
        ("وين أرمي الكرتون", "cardboard"),
        ("وين ارمي الورق", "newspaper"),
        ("عندي مرتبة قديمة مين بياخدها", "mattress"),
        ("بطاريات الريموت خلصت وين أرميها", "battery"),
        ("بامبرز البيبي بأي حاوية", "nappy"),
        ("والثلاجة الخربانة؟", "fridge"),
        ("مرطبانات المخلل الفاضية", "glass_jar"),
        ("ضل عندي دهان من الصيانة", "paint"),
        ("كيف أتخلص من الأدوية المنتهية", "medicine"),
        ("ملابسنا القديمة لمين نعطيها", "clothes"),
        ("شو أعمل بالتلفزيون القديم", "television"),
    ],
    "fa": [
        ("جعبه‌های پیتزا رو تو کدوم سطل بندازیم", "pizza_box"),
        ("یه تشک کهنه دارم کی میبره", "mattress"),
        ("باتریای ریموت تموم شده", "battery"),
        ("پوشکای بچه کجا میره", "nappy"),
        ("یخچالمون خراب شده", "fridge"),
        ("شیشه‌های ترشی خالی", "glass_jar"),
        ("رنگ اضافه مونده از نقاشی", "paint"),
        ("قرص‌های تاریخ گذشته", "medicine"),
        ("لباس‌های کهنه را به کی بدهم", "clothes"),
        ("تلویزیونو کجا بندازم", "television"),
    ],
    "ckb": [
        ("کارتۆنەکانی پیتزا لە کوێ دابنێم", "pizza_box"),
        ("دۆشەکێکی کۆنم هەیە کێ دەیبات", "mattress"),
        ("پاتریەکانی ڕیمۆت تەواو بوون", "battery"),
        ("پەمپەرسی منداڵەکە بخەمە کوێ", "nappy"),
        ("بەفرگرەکەم شکاوە", "fridge"),
        ("قوتووەکانی کۆلا", "drinks_can"),
        ("بۆیاخم ماوە لە ماڵ", "paint"),
        ("دەرمانەکانی دایکم", "medicine"),
        ("جلەکانمان بدەین بە کێ", "clothes"),
        ("تەلەفزیۆنەکە فڕێ بدەم", "television"),
    ],
    "bn": [
        ("পিজ্জার বাক্সটা কোথায় ফেলি", "pizza_box"),
        ("পুরোনো তোশকটা কে নেবে", "mattress"),
        ("রিমোটের ব্যাটারিগুলো শেষ", "battery"),
        ("বাচ্চার ডায়াপারগুলো কোন বিনে", "nappy"),
        ("ফ্রিজটা নষ্ট হয়ে গেছে", "fridge"),
        ("আচারের বয়ামগুলা", "glass_jar"),
        ("রঙের কৌটায় রং রয়ে গেছে", "paint"),
        ("ওষুধগুলো কী করব", "medicine"),
        ("কাপড়গুলো কাকে দেব", "clothes"),
        ("টেলিভিশনটা ফেলতে চাই", "television"),
    ],
    "bn-Latn": [
        ("pizzar box ta koi felbo", "pizza_box"),
        ("purano toshokta ke nebe", "mattress"),
        ("remoter betarigula shesh", "battery"),
        ("bacchar diaper kon bine", "nappy"),
        ("frizta nosto hoye geche", "fridge"),
        ("kacer botol koi felbo", "glass_bottle"),
        ("ronger kouta kothay dibo", "paint"),
        ("oshudhgulo ki korbo", "medicine"),
        ("kaporgula kake dibo", "clothes"),
        ("balishta felte chai", "duvet"),
    ],
    "gu": [
        ("પિઝાનું બોક્સ ક્યાં ફેંકું", "pizza_box"),
        ("જૂનું ગાદલું કોણ લઈ જશે", "mattress"),
        ("રિમોટની બેટરીઓ ખલાસ થઈ ગઈ", "battery"),
        ("છોકરાની નેપીઓ કયા બિનમાં", "nappy"),
        ("ફ્રીજ બગડી ગયું છે", "fridge"),
        ("અથાણાની બરણીઓ", "glass_jar"),
        ("વધેલો પેઈન્ટ પડ્યો છે", "paint"),
        ("દવાઓનું શું કરવું", "medicine"),
        ("કપડાંની થેલી કોને આપું", "clothes"),
        ("ટીવીને ક્યાં મૂકવાનું", "television"),
    ],
    "gu-Latn": [
        ("pizza na box kya fekva", "pizza_box"),
        ("junu gadlu kon lai jase", "mattress"),
        ("remote ni betri puri thai gai", "battery"),
        ("chokra ni nepi kya nakhvi", "nappy"),
        ("frij bagdi gayu", "fridge"),
        ("athana ni barnio", "glass_jar"),
        ("vadhelo paint padyo che", "paint"),
        ("davao nu su karvu", "medicine"),
        ("kapdao kone apu", "clothes"),
        ("juna ramkda kone devana", "plastic_toy"),
    ],
    "zh-Hans": [
        ("请问比萨盒子应该扔到哪个桶里", "pizza_box"),
        ("旧床垫谁来收", "mattress"),
        ("遥控器里用完的电池", "battery"),
        ("宝宝的尿片丢边个桶", "nappy"),
        ("冰箱坏了想扔掉", "fridge"),
        ("剩下半罐油漆", "paint"),
        ("過期嘅藥點處理", "medicine"),
        ("舊電視機可以放喺邊", "television"),
        ("一袋子旧衣服", "clothes"),
        ("摔碎的镜子", "mirror"),
    ],
}

NOTHING = {
    "en": ["when is my bin", "thanks", "my bin was not emptied", "the bin men left a card on my street"],
    "pl": [
        "kiedy odbierają mój kosz",
        "dziękuję bardzo",
        "nie opróżnili mi kosza",
        "śmieciarze zostawili kartkę na mojej ulicy",
    ],
    "ro": [
        "când îmi ridicați pubela",
        "mulțumesc frumos",
        "nu mi-au golit pubela",
        "oamenii de la gunoi au lăsat pubela pe strada mea",
    ],
    "pt": [
        "quando recolhem o meu caixote",
        "muito obrigado",
        "não esvaziaram o meu caixote",
        "os homens do lixo deixaram o caixote na minha rua",
    ],
    "ur": [
        "میرا کچرا کب اٹھے گا",
        "بہت شکریہ",
        "میری بن خالی نہیں کی گئی",
        "کچرے والے میری گلی میں کارڈ چھوڑ گئے",
    ],
    "ur-Latn": [
        "mera kachra kab uthega",
        "bohat shukriya",
        "meri bin khali nahi ki gayi",
        "kachre wale log meri gali mein card chor gaye",
    ],
    "pa": ["ਮੇਰਾ ਬਿਨ ਕਦੋਂ ਚੁੱਕਣਗੇ", "ਬਹੁਤ ਧੰਨਵਾਦ", "ਮੇਰਾ ਬਿਨ ਖਾਲੀ ਨਹੀਂ ਕੀਤਾ", "ਕੂੜੇ ਵਾਲੇ ਬੰਦੇ ਸਾਡੀ ਗਲੀ ਵਿੱਚ ਕਾਰਡ ਛੱਡ ਗਏ"],
    "pa-Latn": [
        "mera bin kadon chukkange",
        "bahut dhanvaad",
        "mera bin khali nahi kitta",
        "koode wale bande sadi gali vich card chhad gaye",
    ],
    "ar": ["متى تفرغون حاويتي", "شكرا جزيلا", "ما فرغوا حاويتي", "عمال الزبالة تركوا بطاقة في شارعي"],
    "fa": [
        "سطل ما رو کی خالی می‌کنید",
        "خیلی ممنون",
        "سطل من رو خالی نکردن",
        "آشغالی‌ها یه کارت تو خیابون ما گذاشتن",
    ],
    "ckb": [
        "کەی سەتڵەکەم بەتاڵ دەکەن",
        "زۆر سوپاس",
        "سەتڵەکەم بەتاڵ نەکراوە",
        "کرێکارەکان کارتێکیان لە شەقامەکەمان جێهێشت",
    ],
    "bn": ["আমার বিন কবে খালি হবে", "অনেক ধন্যবাদ", "আমার বিন খালি করা হয়নি", "বিনের লোকেরা আমার রাস্তায় কার্ড ফেলে গেছে"],
    "bn-Latn": [
        "amar bin kobe khali hobe",
        "onek dhonnobad",
        "amar bin khali kore nai",
        "biner lok amar rastay card rekhe geche",
    ],
    "gu": ["મારું બિન ક્યારે ખાલી થશે", "ખૂબ આભાર", "મારું બિન ખાલી કર્યું નથી", "કચરાવાળા અમારી શેરીમાં કાર્ડ મૂકી ગયા"],
    "gu-Latn": [
        "maru bin kyare khali thase",
        "khub aabhar",
        "maru bin khali karyu nathi",
        "kachra vala amari sheri ma card muki gaya",
    ],
    "zh-Hans": ["我家的桶什么时候收", "谢谢你", "我的垃圾桶没有清空", "收垃圾的人把一张卡留在我家街上"],
}


@pytest.mark.parametrize(
    ("text", "language", "named", "thing"),
    [
        ("where does a mattress go", "en", "mattress", "mattress"),
        ("gdzie wyrzucić pudełko po pizzy?", "pl", "pudełko po pizzy", "pizza_box"),
        ("披萨盒放哪个桶", "zh-Hans", "披萨盒", "pizza_box"),
        ("پیزا باکس کہاں پھینکتے ہیں", "ur", "پیزا باکس", "pizza_box"),
    ],
)
def test_things_are_entities_of_the_understanding(text: str, language: str, named: str, thing: str) -> None:
    found = Entities((), dt.date.today, material_names()).find(folded(text), frozenset({language}))
    assert [(text[one.start : one.end], one.entity, one.value) for one in found] == [
        (named, "material", thing)
    ]


def test_a_bin_is_no_material() -> None:
    bins = [Names("bin", "GREEN", "glass bin", "en")]
    found = Entities(bins, dt.date.today, material_names()).find(folded("my glass bin"))
    assert [(one.entity, one.value) for one in found] == [("bin", "GREEN")]
