"""How a talk with an adviser can end, for the figures."""

from __future__ import annotations

OUTCOMES = {
    "solved": "Solved",
    "advice": "Advice given",
    "passed_on": "Passed to a service",
    "callback": "Callback booked",
    "no_answer": "The resident did not answer",
    "other": "Something else",
}
"""By the name that is stored; in the order in which they are offered."""
