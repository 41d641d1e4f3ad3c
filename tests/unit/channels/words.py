"""A small catalogue for the tests: enough Polish and Urdu for a page to look like one."""

from __future__ import annotations

from collections.abc import Sequence

POLISH = {
    "Ask %(council)s": "Zapytaj %(council)s",
    "Talk to a person": "Porozmawiaj z człowiekiem",
    "Language": "Język",
    "Keep or end this chat": "Zachowaj lub zakończ czat",
    "Print this chat": "Wydrukuj czat",
    "Download this chat": "Pobierz czat",
    "End this chat and clear it from this device": "Zakończ czat i usuń go z tego urządzenia",
    "Hello": "Dzień dobry",
    "Type your question in the box below. You can use your own words and your own language.": (
        "Proszę wpisać pytanie w polu poniżej. Można pisać własnymi słowami i w swoim języku."
    ),
    "You": "Ty",
    "Council assistant": "Asystent urzędu",
    "Your message": "Twoja wiadomość",
    "Send": "Wyślij",
    "A computer translated this. No person has checked it yet.": (
        "To tłumaczenie wykonał komputer. Nikt go jeszcze nie sprawdził."
    ),
    "In English:": "Po angielsku:",
    "Please type your message first.": "Najpierw proszę wpisać wiadomość.",
    "Something went wrong on our side. Please try again.": "Coś poszło nie tak. Proszę spróbować ponownie.",
}

URDU = {
    "Ask %(council)s": "%(council)s سے پوچھیں",
    "Talk to a person": "کسی شخص سے بات کریں",
    "Language": "زبان",
    "Keep or end this chat": "گفتگو محفوظ یا ختم کریں",
    "Hello": "السلام علیکم",
    "Type your question in the box below. You can use your own words and your own language.": (
        "نیچے خانے میں اپنا سوال لکھیں۔ آپ اپنے الفاظ اور اپنی زبان استعمال کر سکتے ہیں۔"
    ),
    "You": "آپ",
    "Council assistant": "کونسل کا معاون",
    "Your message": "آپ کا پیغام",
    "Send": "بھیجیں",
    "A computer translated this. No person has checked it yet.": (
        "یہ ترجمہ کمپیوٹر نے کیا ہے۔ ابھی کسی شخص نے اسے نہیں دیکھا۔"
    ),
    "In English:": "انگریزی میں:",
}


class SmallCatalogue:
    """The `Words` of the tests; what it does not know it says in English."""

    def __init__(self) -> None:
        self._messages = {"pl": POLISH, "ur": URDU}

    def gettext(self, tag: str, msgid: str) -> str:
        return self._messages.get(tag, {}).get(msgid, msgid)

    def languages(self) -> Sequence[tuple[str, str, str]]:
        return (("en", "English", "ltr"), ("pl", "Polski", "ltr"), ("ur", "اردو", "rtl"))


DIRECTIONS = {"en": "ltr", "pl": "ltr", "ur": "rtl"}
