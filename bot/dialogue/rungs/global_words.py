"""The words that always work, in every language and in every state (R07)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from accessibility.text import Plain, Text, _
from bot.dialogue.picks import folded
from bot.dialogue.quiet import BACK, starts
from bot.dialogue.scene import BOTH, LANGUAGE, Scene
from bot.dialogue.state import Offer
from channels.message import Choice
from locales.languages import SOURCE

PERSON_KEY, LANGUAGE_KEY = "0", "9"
SKILL_OF = {
    "person": "handover.person",
    "help": "help",
    "source": "facts.source",
    "link": "channels.link",
    "unlink": "channels.unlink",
    "text": "channels.text",
}


async def global_words(scene: Scene) -> bool:
    """Person, help, stop, back, cancel, repeat, slower, language; the keys 0 and 9; start after stop."""
    if scene.state.quiet and starts(scene.heard.text):
        scene.say(BACK)
        await scene.put_again()
        return True
    return await act(scene, scene.heard.word or await _by_key(scene))


async def act(scene: Scene, word: str) -> bool:
    """Does what a global word says; False when it is none."""
    if word in SKILL_OF:
        skill = scene.house.skills.by_name.get(SKILL_OF[word])
        if skill is None:
            return False
        await scene.aside(skill)
        return True
    action = ACTIONS.get(word)
    if action is None:
        return False
    await action(scene)
    return True


async def _by_key(scene: Scene) -> str:
    """0 is always a person and 9 the languages, but where a house number is awaited they are numbers."""
    word = {PERSON_KEY: "person", LANGUAGE_KEY: "language"}.get(folded(scene.heard.text), "")
    waiting = scene.waiting if scene.state.offer is None else None
    if word and waiting is not None and await scene.engine.takes_digits(waiting):
        return ""
    return word


async def _stop(scene: Scene) -> None:
    scene.drop()
    scene.say(_("OK. I have stopped.").then(_what_next()))


def _what_next() -> Text:
    return _("You can ask me something else at any time.")


async def _back(scene: Scene) -> None:
    scene.state.offer = None
    run = scene.state.run or scene.state.last_run
    step = await scene.engine.back(run) if run is not None else None
    if step is None:
        scene.say(_("There is nothing to go back to."))
        await scene.put_again()
        return
    scene.keep(step)


async def _repeat(scene: Scene) -> None:
    if not scene.state.last:
        scene.say(_("I have not said anything yet.").then(_what_next()))
    scene.repeat()


async def _slower(scene: Scene) -> None:
    scene.state.slow = True
    await _repeat(scene)


async def _language(scene: Scene) -> None:
    """The language that is named, or two for families that read along; else the list to choose from."""
    wanted = scene.heard.entities("language")
    served = {tag for tag, _name in (*scene.house.languages, *scene.house.writings.values())}
    spoken = [tag for tag in wanted if tag in served]
    if spoken:
        tag, beside = _in_order(spoken[-2:])
        scene.change_language(tag, beside)
        return
    if wanted:
        scene.say(_("I do not speak that language yet."))
    scene.leave_language()
    below = Offer("language", before=scene.state.last, over=scene.state.offer)
    scene.put(below, _("Which language?"), *_languages(scene))


def _in_order(spoken: Sequence[str]) -> tuple[str, str]:
    """One language, or two with English as the second: it is there for who helps."""
    if len(spoken) == 1:
        return spoken[0], ""
    first, second = spoken
    return (second, first) if first == SOURCE else (first, second)


def _languages(scene: Scene) -> list[Choice]:
    """Every language by its own name; then this one in Latin letters, and beside English."""
    named = dict(scene.house.languages)
    choices = [Choice(LANGUAGE + tag, _name(name)) for tag, name in named.items()]
    if scene.language in scene.house.writings:
        tag, name = scene.house.writings[scene.language]
        choices.append(Choice(LANGUAGE + tag, _name(name)))
    if scene.language in named and scene.language != SOURCE and SOURCE in named:
        both = _("%(name)s / %(other)s", name=Plain(named[scene.language]), other=Plain(named[SOURCE]))
        choices.append(Choice(f"{LANGUAGE}{scene.language}{BOTH}{SOURCE}", both))
    return choices


def _name(name: str) -> Text:
    return _("%(name)s", name=Plain(name))


async def _open(scene: Scene) -> None:
    """Somebody opens a channel that has a door, such as a speaker: what waits is offered, or a greeting."""
    if scene.waiting is not None:
        scene.park()
    scene.state.offer = None
    scene.offer_parked()
    if scene.state.offer is None and (greets := scene.house.skills.by_name.get("greet")):
        await scene.aside(greets)


ACTIONS: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "stop": _stop,
    "cancel": _stop,
    "back": _back,
    "repeat": _repeat,
    "shorter": _repeat,
    "slower": _slower,
    "language": _language,
    "open": _open,
}
