"""Sensors and feeds, alerts and subscriptions, and the outbox for what is pushed to many."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_Column = sa.Column[object]


def upgrade() -> None:
    _sensors()
    _zones()
    _feeds()
    _alerts()
    _bodies()
    _subscriptions()
    _outbox()


def _sensors() -> None:
    op.create_table(
        "sensors",
        sa.Column("id", Id, nullable=False),
        _text("feed", 64),
        _text("name", 200),
        _text("kind", 16),
        _text("label", 200),
        _text("zone", 64),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("home", SealedColumn),
        sa.Column("home_lookup", sa.LargeBinary(32)),
        _number("every"),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("last_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_sensors"),
        sa.UniqueConstraint("feed", "name", name="uq_sensors_feed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sensors_home_lookup", "sensors", ["home_lookup"])
    _measured(
        "readings", "at", _moment("hour"), sa.Column("value", sa.Float, nullable=False), _number("covers")
    )
    op.create_index("ix_readings_sensor_id_hour", "readings", ["sensor_id", "quantity", "hour"])
    _measured(
        "hours",
        "hour",
        *(sa.Column(name, sa.Float, nullable=False) for name in ("mean", "lowest", "highest")),
        _number("minutes"),
    )


def _measured(name: str, when: str, *columns: _Column) -> None:
    op.create_table(
        name,
        sa.Column("sensor_id", Id, nullable=False),
        _text("quantity", 16),
        _moment(when),
        *columns,
        sa.PrimaryKeyConstraint("sensor_id", "quantity", when, name=f"pk_{name}"),
        _of(name, "sensor_id", "sensors"),
    )
    op.create_index(f"ix_{name}_{when}", name, [when])


def _zones() -> None:
    op.create_table(
        "zone_hours",
        _text("zone", 64),
        _moment("hour"),
        _number("index"),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("zone", "hour", name="pk_zone_hours"),
    )
    op.create_index("ix_zone_hours_hour", "zone_hours", ["hour"])
    op.create_table(
        "zone_forecasts",
        _text("zone", 64),
        _moment("start"),
        _moment("end"),
        _number("index"),
        _text("feed", 64),
        _moment("read_at"),
        sa.PrimaryKeyConstraint("zone", "start", name="pk_zone_forecasts"),
    )
    op.create_index("ix_zone_forecasts_end", "zone_forecasts", ["end"])
    op.create_table(
        "air_rules",
        _text("name", 128),
        sa.Column("kept", sa.LargeBinary, nullable=False),
        sa.Column("pending", sa.LargeBinary),
        sa.PrimaryKeyConstraint("name", name="pk_air_rules"),
    )


def _feeds() -> None:
    op.create_table(
        "feeds",
        _text("name", 64),
        sa.Column("holder", sa.String(128)),
        sa.Column("lease_until", Moment),
        sa.Column("state", sa.LargeBinary, nullable=False),
        *(sa.Column(name, Moment) for name in ("tried_at", "answered_at", "heard_at")),
        _number("failures"),
        _text("problem", 200),
        sa.Column("alarmed_at", Moment),
        sa.Column("believed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_feeds"),
    )
    op.create_table(
        "refusals",
        _text("feed", 64),
        _text("reason", 32),
        sa.Column("day", sa.Date, nullable=False),
        _number("count"),
        _text("what", 200),
        _text("detail", 200),
        _moment("at"),
        sa.PrimaryKeyConstraint("feed", "reason", "day", name="pk_refusals"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", Id, nullable=False),
        _text("name", 200),
        _text("kind", 16),
        _number("version"),
        _number("level"),
        sa.Column("order", sa.Float, nullable=False),
        _moment("started_at"),
        sa.Column("expires_at", Moment),
        sa.Column("ended_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("name", name="uq_alerts_name"),
        sqlite_autoincrement=True,
    )
    for column in ("kind", "expires_at", "ended_at"):
        op.create_index(f"ix_alerts_{column}", "alerts", [column])
    op.create_table(
        "alert_names",
        _text("name", 200),
        sa.Column("alert_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_alert_names"),
        _of("alert_names", "alert_id", "alerts"),
    )
    op.create_index("ix_alert_names_alert_id", "alert_names", ["alert_id"])
    op.create_table(
        "alert_versions",
        sa.Column("id", Id, nullable=False),
        sa.Column("alert_id", Id, nullable=False),
        *(_number(name) for name in ("version", "level", "before")),
        _text("phase", 16),
        _moment("at"),
        sa.Column("alert", sa.LargeBinary, nullable=False),
        _text("status", 16),
        sa.Column("recipients", sa.Integer),
        sa.Column("segments", sa.Integer),
        sa.Column("sent_at", Moment),
        sa.Column("written_by", Id),
        sa.Column("approved_by", Id),
        sa.PrimaryKeyConstraint("id", name="pk_alert_versions"),
        sa.UniqueConstraint("alert_id", "version", name="uq_alert_versions_alert_id"),
        _of("alert_versions", "alert_id", "alerts"),
        _of("alert_versions", "written_by", "staff", "SET NULL"),
        _of("alert_versions", "approved_by", "staff", "SET NULL"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "status"):
        op.create_index(f"ix_alert_versions_{column}", "alert_versions", [column])
    op.create_table(
        "alert_spots",
        sa.Column("version_id", Id, nullable=False),
        sa.Column("spot", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "spot", name="pk_alert_spots"),
        _of("alert_spots", "version_id", "alert_versions"),
    )


def _bodies() -> None:
    op.create_table(
        "bodies",
        sa.Column("id", Id, nullable=False),
        sa.Column("version_id", Id),
        _text("name", 200),
        _text("channel", 32),
        _text("language", 35),
        _text("told", 16),
        sa.Column("at_risk", sa.Boolean, nullable=False),
        sa.Column("district", sa.LargeBinary(32), nullable=False),
        sa.Column("body", SealedColumn, nullable=False),
        _number("segments"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_bodies"),
        sa.UniqueConstraint(
            "name", "channel", "language", "told", "at_risk", "district", name="uq_bodies_name"
        ),
        _of("bodies", "version_id", "alert_versions"),
        sqlite_autoincrement=True,
    )
    for column in ("version_id", "created_at"):
        op.create_index(f"ix_bodies_{column}", "bodies", [column])


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        _text("channel", 32),
        _text("fallback", 32),
        _text("language", 35),
        sa.Column("at_risk", sa.Boolean, nullable=False),
        sa.Column("quiet_start", sa.Integer),
        sa.Column("quiet_end", sa.Integer),
        _number("override"),
        _number("bins_at"),
        sa.Column("home", SealedColumn),
        _text("state", 16),
        sa.Column("paused_until", Moment),
        _moment("agreed_at"),
        _text("agreed_to", 500),
        _moment("ends_at"),
        sa.Column("bins_checked", sa.Date),
        sa.Column("warned_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("conversation_id", name="uq_subscriptions_conversation_id"),
        _of("subscriptions", "conversation_id", "conversations"),
        sqlite_autoincrement=True,
    )
    for column in ("bins_at", "ends_at"):
        op.create_index(f"ix_subscriptions_{column}", "subscriptions", [column])
    op.create_table(
        "subscription_kinds",
        sa.Column("subscription_id", Id, nullable=False),
        _text("kind", 16),
        sa.Column("sensor", Id, nullable=False),
        _number("level"),
        sa.PrimaryKeyConstraint("subscription_id", "kind", "sensor", name="pk_subscription_kinds"),
        _of("subscription_kinds", "subscription_id", "subscriptions"),
    )
    op.create_table(
        "subscription_places",
        sa.Column("id", Id, nullable=False),
        sa.Column("subscription_id", Id, nullable=False),
        _text("label", 16),
        sa.Column("spot", sa.LargeBinary(32), nullable=False),
        sa.Column("district", sa.LargeBinary(32), nullable=False),
        sa.Column("place", SealedColumn, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription_places"),
        _of("subscription_places", "subscription_id", "subscriptions"),
    )
    for column in ("subscription_id", "spot"):
        op.create_index(f"ix_subscription_places_{column}", "subscription_places", [column])


def _outbox() -> None:
    for name in ("alert_id", "version_id", "subscription_id", "body_id"):
        op.add_column("outbox", sa.Column(name, Id))
    op.add_column("outbox", sa.Column("told", sa.String(16)))
    op.add_column("outbox", sa.Column("level", sa.Integer))
    if op.get_context().dialect.name == "postgresql":
        # Room for the lease and the call beside each row: without it every index is written for them again.
        op.execute("ALTER TABLE outbox SET (fillfactor = 60)")
    pushed = sa.text("subscription_id IS NOT NULL")
    for name, columns in (
        ("ix_outbox_told", ["subscription_id", "alert_id", "id"]),
        ("ix_outbox_version", ["version_id", "subscription_id"]),
    ):
        op.create_index(name, "outbox", columns, sqlite_where=pushed, postgresql_where=pushed)


def _of(table: str, column: str, other: str, then: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=then)


def _text(name: str, length: int) -> _Column:
    return sa.Column(name, sa.String(length), nullable=False)


def _number(name: str) -> _Column:
    return sa.Column(name, sa.Integer, nullable=False)


def _moment(name: str) -> _Column:
    return sa.Column(name, Moment, nullable=False)
