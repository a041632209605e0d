"""delegated change: whom a body may let change the text it adopts, corrections under that, and who answers for them"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("body_id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('scrivener', 'terms')", name=op.f("ck_delegation_kind")),
        sa.ForeignKeyConstraint(["body_id"], ["party.id"], name=op.f("fk_delegation_body_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_delegation_edition_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_delegation_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint(
            "edition_id",
            "body_id",
            "party_id",
            "office",
            name=op.f("uq_delegation_edition_id_body_id_party_id_office"),
        ),
    )
    op.create_table(
        "correction",
        sa.Column("signing_event_id", sa.String(), nullable=False),
        sa.Column("adopted_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('scrivener', 'terms')", name=op.f("ck_correction_kind")),
        sa.ForeignKeyConstraint(["adopted_id"], ["signing_event.id"], name=op.f("fk_correction_adopted_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_correction_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_person_id")),
        sa.ForeignKeyConstraint(
            ["signing_event_id"], ["signing_event.id"], name=op.f("fk_correction_signing_event_id")
        ),
        sa.PrimaryKeyConstraint("signing_event_id", name=op.f("pk_correction")),
    )
    op.create_table(
        "correction_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("signing_event_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("key_kind", sa.String(), nullable=False),
        sa.Column("envelope", sa.JSON(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_correction_answer_event_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_correction_answer_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_answer_person_id")),
        sa.ForeignKeyConstraint(
            ["signing_event_id"],
            ["correction.signing_event_id"],
            name=op.f("fk_correction_answer_signing_event_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_answer")),
        sa.UniqueConstraint(
            "signing_event_id", "person_id", name=op.f("uq_correction_answer_signing_event_id_person_id")
        ),
        sa.UniqueConstraint(
            "signing_event_id",
            "party_id",
            "office",
            name=op.f("uq_correction_answer_signing_event_id_party_id_office"),
        ),
    )


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
