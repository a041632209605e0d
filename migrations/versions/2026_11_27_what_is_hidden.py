"""what is hidden from the public: proposals, hidden parts, receipts of private packages, public copies that were replaced"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("review", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("ordered", sa.Date(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_name", sa.String(), nullable=False),
        sa.Column("decided_party", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.Column("envelope", sa.JSON(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('hide', 'show', 'release', 'withhold', 'remove')", name=op.f("ck_proposal_kind")
        ),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'refused')", name=op.f("ck_proposal_state")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_proposal_decided_by")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_proposal_edition_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_proposal_event_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_proposal_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_edition", ["edition_id", "created"], unique=False)
        batch_op.create_index(
            "uq_proposal_waiting",
            ["edition_id"],
            unique=True,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "hidden_part",
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.String(), nullable=False),
        sa.Column("review", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_hidden_part_edition_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_hidden_part_proposal_id")),
        sa.PrimaryKeyConstraint("edition_id", "part", name=op.f("pk_hidden_part")),
    )
    with op.batch_alter_table("hidden_part", schema=None) as batch_op:
        batch_op.create_index("ix_hidden_part_review", ["review"], unique=False)

    op.create_table(
        "private_receipt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_private_receipt_edition_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_private_receipt_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_private_receipt_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_receipt")),
        sa.UniqueConstraint("edition_id", "party_id", name=op.f("uq_private_receipt_edition_id_party_id")),
    )
    op.create_table(
        "former_copy",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("core_hash", sa.String(), nullable=False),
        sa.Column("pdf_hash", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_former_copy_edition_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_former_copy_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_former_copy")),
        sa.UniqueConstraint("pdf_hash", name=op.f("uq_former_copy_pdf_hash")),
    )
    with op.batch_alter_table("former_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_copy_edition_id"), ["edition_id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
