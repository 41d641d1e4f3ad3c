"""What a rule is: a tree whose leaves each look at one fact. No expression language beyond this.

In YAML a rule is a mapping with exactly one of `all`, `any`, `not`, `fact`, `may_get`, `amount`. A leaf on
`fact` has exactly one test. A limit is the id of a figure, never a number: so that it has a source and a
date.
"""

from __future__ import annotations

from msgspec import Struct, field

from accessibility.text import Text


class Some(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """At least one age of an `ages` fact within both bounds, in whole years, included."""

    least: int = 0
    most: int = 150


class Rule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One node. `is`: a `yes_no` fact is this; `one_of`: a `choice` is one of these, or `several` has one of
    these; `at_least` and `at_most`: an age or money against a figure, included; `below`: excluded; `plus` is
    a second money fact that is added first, nothing where it cannot be; `some`: see `Some`; `reached`: a date
    of birth, or an age, against an age of the law (`pension_age`, which follows the table of the State
    Pension age, or the id of a figure in years).

    `may_get` is the verdict of another benefit; `amount` is a computed amount above nothing. `because` is
    what a resident is told of a leaf that decided, in one sentence."""

    all: tuple[Rule, ...] = ()
    any: tuple[Rule, ...] = ()
    not_: Rule | None = field(name="not", default=None)
    fact: str = ""
    plus: str = ""
    is_: bool | None = field(name="is", default=None)
    one_of: tuple[str, ...] = ()
    at_least: str = ""
    at_most: str = ""
    below: str = ""
    some: Some | None = None
    reached: str = ""
    may_get: str = ""
    amount: str = ""
    because: Text | None = None
