"""The interaction model: what Alexa is told to listen for, in English as it is spoken here.

The shape is Amazon's interaction model schema; the limits are those of its builder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from channels.alexa.intent import ANSWER, BIN, LANGUAGE, MATERIAL, QUERY, WHICH
from channels.alexa.intents import ALL
from channels.alexa.samples import PLAIN, chosen, spoken
from nlu.corpus import Corpus, Names

LOCALE = "en-GB"
LONGEST_VALUE = 140
PROMPT = "Elicit.Answer"
_NTH = {
    "1": ("first", "first one", "top one"),
    "2": ("second", "second one", "middle one"),
    "3": ("third", "third one", "last one", "last"),
}
_ALEXAS = re.compile(r"launch|ask|tell|load|begin|enable|open|start|run|talk|play|alexa|amazon|echo|computer")
_ARTICLE = re.compile(r"the|an?|of|for|to")
_JOINING = re.compile(r"to|from|by|if|and|whether|in|about|with|using|that")


class BadName(ValueError):
    """The name cannot be one by which a skill is opened; the words say why."""


def checked_name(name: str) -> str:
    """A name by which the skill is opened. Raises `BadName` for one that Amazon refuses: it has two words or
    more, in small letters, none of them an article where there are only two, none of them what opens a skill
    or wakes the speaker."""
    words = name.split()
    if not re.fullmatch(r"[a-z]+(?:'s)?(?: [a-z]+(?:'s)?)+", name):
        raise BadName(f"{name!r} is not two or more words of small letters")
    if taken := [word for word in words if _ALEXAS.fullmatch(word)]:
        raise BadName(f"{name!r} has {taken[0]!r}, which is Alexa's own")
    if len(words) == 2 and any(map(_ARTICLE.fullmatch, words)):
        raise BadName(f"{name!r} is one word and an article")
    if _JOINING.fullmatch(words[0]) or _JOINING.fullmatch(words[-1]):
        raise BadName(f"{name!r} begins or ends with a word that joins it to a question")
    return name


def interaction_model(name: str, corpus: Corpus, materials: Iterable[Names]) -> dict[str, Any]:
    """The model of a skill that is opened by `name`. `materials` are the household things of the city."""
    bins = [one for one in corpus.names if one.language == "en" and one.entity == "bin"]
    tongues = [one for one in corpus.names if one.language == "en" and one.entity == "language"]
    samples = chosen(corpus, [one.words for one in bins])
    types = [
        _type(BIN, [one for one in bins if "bin" in one.words or "bag" in one.words]),
        _type(MATERIAL, [one for one in materials if one.language == "en"]),
        _type(LANGUAGE, [one for one in tongues if one.value != "en" and "-Latn" not in one.value]),
        {"name": WHICH, "values": [_value(names[0], names[1:], key) for key, names in _NTH.items()]},
    ]
    language = {
        "invocationName": checked_name(name),
        "intents": [_intent(intent.name, intent.slots, samples[intent.name]) for intent in ALL],
        "types": types,
    }
    return {"interactionModel": {"languageModel": language, "dialog": _dialog(), "prompts": _prompts()}}


def _intent(name: str, slots: Mapping[str, str], samples: list[str]) -> dict[str, Any]:
    shape: dict[str, Any] = {"name": name}
    if slots:
        shape["slots"] = [{"name": slot, "type": kind} for slot, kind in slots.items()]
    return {**shape, "samples": samples}


def _type(name: str, names: Iterable[Names]) -> dict[str, Any]:
    """A list of values, each named by its first words; no words stand twice in it."""
    taken: set[str] = set()
    grouped: dict[str, list[str]] = {}
    for one in names:
        words = spoken(one.words)
        if words and PLAIN.fullmatch(words) and len(words) <= LONGEST_VALUE and words not in taken:
            taken.add(words)
            grouped.setdefault(one.value, []).append(words)
    return {"name": name, "values": [_value(first, rest) for first, *rest in grouped.values()]}


def _value(name: str, synonyms: Iterable[str], id: str = "") -> dict[str, Any]:
    shape: dict[str, Any] = {"name": {"value": name, "synonyms": list(synonyms)}}
    return {"id": id, **shape} if id else shape


def _dialog() -> dict[str, Any]:
    """What makes a bare answer to our question a value of the slot: a slot that has to be asked for."""
    slot = {
        "name": QUERY,
        "type": "AMAZON.SearchQuery",
        "confirmationRequired": False,
        "elicitationRequired": True,
        "prompts": {"elicitation": PROMPT},
    }
    intent = {"name": ANSWER, "confirmationRequired": False, "prompts": {}, "slots": [slot]}
    return {"intents": [intent], "delegationStrategy": "SKILL_RESPONSE"}


def _prompts() -> list[dict[str, Any]]:
    return [{"id": PROMPT, "variations": [{"type": "PlainText", "value": "Please tell me."}]}]
