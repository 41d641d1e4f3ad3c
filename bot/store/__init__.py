"""Everything that is remembered: SQLAlchemy Core on SQLite or PostgreSQL, personal data sealed.

`store.py` is the door. A message: `arrival`, `turns`, `turn`, with the rows in `inbox`, `conversations` and
`lines`. Beside them: `transcript`, `effects`, `reports`, `counters`, `reminders`. With a person behind it:
`handovers`, with its rows in `handover_rows`, the one way in which a conversation changes hands. For people's
rights: `privacy`, `retention`, `rotation`, `sealed`. Underneath: `database` (`sqlite` with its `worker`,
`postgresql` with its `listener`), `query`, `tables`, `migrations`, and `hub`, which wakes those who wait.
"""
