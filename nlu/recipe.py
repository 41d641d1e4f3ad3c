"""How the embedded model is made: the numbers that training uses, and the name that they give it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from nlu.datafile import DATA
from nlu.features import INTENT_BLOCKS, LANGUAGE_BLOCKS, PAIR_BLOCKS
from nlu.modelfile import FORMAT

# The share of rightly understood lines that the threshold may cost on the lines held out. No two lines of the
# corpus are alike, so they are harsher than life: docs/understanding-figures.md has the cost on blind ones.
FALSE_REJECTION = 0.03
# The share of ordinary lines, near misses among them, that may raise a false alarm there.
FALSE_ALARMS = 0.03
HELD_OUT = 3  # every third line, by intent
STRENGTH = 1.0  # scikit-learn's C
ALARM_STRENGTH = 0.3  # the same for danger against everything else
ALARM_WEIGHT = 4.0  # how many missed near-misses a missed alarm is worth
ALARM_FLOOR = 0.5  # how loud a feature is for danger that stands as often in lines without it
HAZARD_SHARE = 0.4  # the best hazard's score beside that of danger
ORDINARY_SHARE = 0.6  # what the best ordinary intent's score takes from it
TOLERANCE = 0.1  # liblinear's own; finer costs time and changes nothing
RAREST = 2  # a piece that one line alone has tells nothing of the next line, and doubles the file
ENCODED_WEIGHT = 0.5  # the sentence encoder's vector beside the characters, when there is one
_BLOCKS = tuple((block.name, block.weight) for block in (*INTENT_BLOCKS, *PAIR_BLOCKS, *LANGUAGE_BLOCKS))
_ALL = (
    *(_BLOCKS, STRENGTH, ALARM_STRENGTH, ALARM_WEIGHT, TOLERANCE, RAREST),
    *(ALARM_FLOOR, HAZARD_SHARE, ORDINARY_SHARE),
    *(FALSE_ALARMS, FALSE_REJECTION, HELD_OUT, FORMAT),
)


def model_id(paths: Sequence[Path], encoder: str = "") -> str:
    """A hash of the training files, the word lists and the numbers above: 12 hexadecimal digits. `encoder` is
    the name of the sentence encoder that takes part."""
    digest = hashlib.sha256(repr((_ALL, encoder and (encoder, ENCODED_WEIGHT))).encode())
    for path in (*paths, *sorted(DATA.glob("*/concepts.yml")), *sorted(DATA.glob("*/words.yml"))):
        digest.update(f"{path.parent.name}/{path.name}".encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
