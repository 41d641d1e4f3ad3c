"""Those who sign in, when they are there, and what they did."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# Those who sign in. `login` is an e-mail address, `subject` what a council's own sign-in calls them.
# `password` is an argon2 hash; one that others have made lets in until `invited_until`. `step` is the last
# one-time code that was used: none is taken twice. Wrong tries, `failures`, count until `tries_end`.
staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("login_lookup", LargeBinary(32), nullable=False, unique=True),
    Column("login", SealedColumn, nullable=False),
    Column("name", SealedColumn, nullable=False),
    Column("role", String(16), nullable=False),
    Column("team", String(32), nullable=False),
    Column("password", String(200)),
    Column("invited_until", Moment),
    Column("totp", SealedColumn),
    Column("step", Integer, nullable=False),
    Column("subject_lookup", LargeBinary(32), unique=True),
    Column("subject", SealedColumn),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("tries_end", Moment),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# A signed-in browser. `token` is the keyed hash of what its cookie has; `council` means by the council's own
# sign-in.
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("council", Boolean, nullable=False),
)

# When somebody is there to take conversations. Nothing is given to anyone without an open shift.
shifts = Table(
    "shifts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("began_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("ended_at", Moment),
)

# Who signed in, read or changed what. It has no words of residents, and outlives what it is about.
audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("staff_id", Id),
    Column("action", String(32), nullable=False),
    Column("conversation_id", Id, index=True),
    Column("detail", String(64), nullable=False),
)
