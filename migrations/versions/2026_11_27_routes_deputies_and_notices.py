"""routes that parties keep, closed days, deputies, the ladder's state of a seat, and notices that wait for the day's letter"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "closure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("removed", MOMENT, nullable=True),
        sa.CheckConstraint("last_date >= first_date", name=op.f("ck_closure_dates")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_closure_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index("ix_closure_party", "closure", ["party_id", "last_date"])
    op.create_table(
        "deputy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("deputy_id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("ended", MOMENT, nullable=True),
        sa.CheckConstraint("until_date >= from_date", name=op.f("ck_deputy_dates")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_deputy_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index("ix_deputy_person", "deputy", ["person_id", "until_date"])
    op.create_index("ix_deputy_deputy", "deputy", ["deputy_id"])
    op.create_table(
        "kept_route",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_kept_route_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_route_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_route")),
        sa.UniqueConstraint("party_id", "name", "version", name=op.f("uq_kept_route_party_id_name_version")),
    )
    op.create_table(
        "notice",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("mou_id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sent", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_notice_event_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_person", "notice", ["person_id", "mou_id", "sent"])
    op.add_column("seat", sa.Column("nudge", MOMENT, nullable=True))
    op.add_column("seat", sa.Column("called", sa.JSON(), nullable=False, server_default="[]"))
    op.create_index("ix_seat_nudge", "seat", ["nudge"])
    for column in ("deputy_id", "deputy_name"):
        op.add_column("verdict", sa.Column(column, sa.String(), nullable=False, server_default=""))
    for trigger in _kept_for_good(op.get_bind().dialect.name):
        op.execute(trigger)


def _kept_for_good(dialect: str) -> list[str]:
    """A version of a route that was saved is what earlier reviews are told by: nobody changes or removes one."""
    if dialect == "postgresql":
        return [
            "CREATE TRIGGER keep_kept_route BEFORE UPDATE OR DELETE ON kept_route "
            "FOR EACH ROW EXECUTE FUNCTION keep_the_record()"
        ]
    return [
        f"CREATE TRIGGER keep_kept_route_{act.lower()} BEFORE {act} ON kept_route "
        "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
