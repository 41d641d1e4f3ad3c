"""WHY, CHANGE and KEEP: one word back to an alert. They are what alerts invite to, and mean it only while
nothing else waits for an answer."""

from __future__ import annotations

from bot.dialogue.events import Started, replies
from bot.dialogue.scene import Scene

SKILLS_OF = {
    "why": ("alerts.why", "facts.source"),
    "change": ("alerts.manage",),
    "keep": ("alerts.keep",),
}
"""What may answer, the first that has something to say: who has had no alert asks why of the last answer."""


async def short_words(scene: Scene) -> bool:
    """Tells the reason for a question that waits and has one; else answers what alerts invite to."""
    word = scene.heard.word
    if word not in SKILLS_OF or scene.heard.picked:
        return False
    if scene.waiting is not None or scene.state.offer is not None:
        return word == "why" and await _reason(scene)
    for name in SKILLS_OF[word]:
        if await _answered(scene, name):
            return True
    return False


async def _answered(scene: Scene, name: str) -> bool:
    """Whether the skill has something to say to the bare word."""
    skill = scene.house.skills.by_name.get(name)
    step = await scene.engine.start(skill, scene.heard) if skill is not None else None
    run = (step.run or step.ended) if step is not None else None
    if step is None or run is None or not replies(step.events):
        return False
    scene.events.append(Started(name, run.id))
    scene.keep(step)
    return True


async def _reason(scene: Scene) -> bool:
    """Why the question that waits is asked; then it is put again."""
    waiting = scene.waiting if scene.state.offer is None else None
    reason = await scene.engine.why(waiting) if waiting is not None else None
    if reason is None:
        return False
    scene.say(reason)
    await scene.put_again()
    return True
