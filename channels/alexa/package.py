"""The skill's package, in the layout of Amazon's command line: `skill.json` and the interaction model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from channels.alexa.model import LOCALE

FOLDER = Path(__file__).parent / "skill"
"""The package that comes with the program: Leeds, at an address that is to be replaced."""
PERMISSION = "alexa:devices:all:address:country_and_postal_code:read"
PATH = "/webhooks/alexa"
LONGEST_NAME, LONGEST_SUMMARY, LONGEST_DESCRIPTION = 50, 160, 4_000


class About(Struct, frozen=True):
    """What a skill says of itself. `name` opens it, in small letters; `title` is how it is written."""

    name: str
    title: str
    council: str
    address: str
    privacy: str


def manifest(about: About) -> dict[str, Any]:
    """`skill.json`."""
    told = {
        "name": about.title[:LONGEST_NAME],
        "summary": f"Bin days, missed bins and a person at {about.council}."[:LONGEST_SUMMARY],
        "description": (
            f"Ask {about.council} when your bins are collected and what goes in which bin. Report a missed "
            "bin. Ask for a person at any time: an adviser rings you back. You can say: slower, say that "
            "again, or go back. Nothing private is said aloud unless you have just said it yourself."
        ),
        "examplePhrases": [
            f"Alexa, open {about.name}",
            f"Alexa, ask {about.name} when is my bin collected",
            f"Alexa, ask {about.name} what goes in which bin",
        ],
        "keywords": ["council", "bins", "recycling"],
    }
    endpoint = {"uri": about.address + PATH, "sslCertificateType": "Trusted"}
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "publishingInformation": {
                "locales": {LOCALE: told},
                "isAvailableWorldwide": False,
                "distributionCountries": ["GB"],
                "category": "ORGANIZERS_AND_ASSISTANTS",
                "testingInstructions": "Open the skill and ask when the bins are collected.",
            },
            "apis": {"custom": {"endpoint": endpoint, "interfaces": []}},
            "permissions": [{"name": PERMISSION}],
            "privacyAndCompliance": {
                "allowsPurchases": False,
                "usesPersonalInfo": True,
                "isChildDirected": False,
                "isExportCompliant": True,
                "containsAds": False,
                "locales": {LOCALE: {"privacyPolicyUrl": about.privacy}},
            },
        }
    }


def files(about: About, model: dict[str, Any]) -> dict[str, str]:
    """The files of the package, by their path inside it."""
    shown = {"skill.json": manifest(about), f"interactionModels/custom/{LOCALE}.json": model}
    return {path: json.dumps(shape, indent=2, ensure_ascii=False) + "\n" for path, shape in shown.items()}


def write(folder: Path, package: dict[str, str]) -> None:
    """Writes the package, replacing what stands there under the same names."""
    for path, text in package.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
