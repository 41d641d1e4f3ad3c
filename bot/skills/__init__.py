"""What a resident can do. One file a skill or a small family of them; no skill knows another."""

from __future__ import annotations

from bot.dialogue.skill import Skill
from bot.skills import (
    about,
    alerts_manage,
    alerts_now,
    alerts_subscribe,
    alerts_unsubscribe,
    alerts_why,
    bins_materials,
    bins_missed,
    bins_next,
    bins_order,
    complaint,
    council_tax,
    entitlements_check,
    handover,
    link,
    privacy,
    reaching,
    repairs_danger,
    repairs_fixed,
    repairs_report,
    repairs_status,
    services_find,
    street_report,
    street_status,
    text_it,
)

MODULES = (
    about,
    bins_next,
    bins_missed,
    bins_materials,
    bins_order,
    council_tax,
    reaching,
    complaint,
    alerts_subscribe,
    alerts_manage,
    alerts_unsubscribe,
    alerts_now,
    alerts_why,
    repairs_report,
    repairs_danger,
    repairs_status,
    repairs_fixed,
    street_report,
    street_status,
    services_find,
    entitlements_check,
    handover,
    privacy,
    link,
    text_it,
)

ALL: tuple[Skill, ...] = tuple(
    value for module in MODULES for value in vars(module).values() if isinstance(value, Skill)
)
"""Every skill there is, in the order of their files."""
