"""Alembic's entry: runs the migrations on the connection that `upgrade` hands over."""

from __future__ import annotations

from alembic import context

from bot.store import (
    complaint_tables,
    link_tables,
    outbox_tables,
    photo_table,
    presence_table,
    relay_table,
    staff_tables,
    street_tables,
    tries_table,
)
from bot.store.tables import metadata

# The tables that are kept in files of their own.
assert staff_tables.staff.metadata is relay_table.relays.metadata is tries_table.tries.metadata is metadata
assert photo_table.photos.metadata is link_tables.aliases.metadata is metadata
assert street_tables.street_reports.metadata is metadata
assert outbox_tables.outbox.metadata is presence_table.presence.metadata is metadata
assert complaint_tables.complaints.metadata is metadata
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a column by copying the table
)
with context.begin_transaction():
    context.run_migrations()
