"""Hears what is wrong in a street, by fixed word lists in many languages: `data/<language>/street.yml`.

They are read as those of repairs are: `problem` has the kinds of a report, `detail` has `kind.detail`, and
`says` has `near`, words that tell what a place is beside, and `named`, words that streets are called
by.
"""

from __future__ import annotations

from functools import lru_cache

from nlu.datafile import by_language
from nlu.repairs import RepairList, RepairWords

FILE = "street.yml"


@lru_cache(maxsize=1)
def street_words() -> RepairWords:
    """Those that are shipped, read once. Raises `DataFileError` naming the file."""
    return RepairWords(by_language(FILE, RepairList), FILE)
