"""members of bodies write to their clerk; observers; acknowledgement lists"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("party", sa.Column("members_write", sa.Boolean(), server_default=sa.true(), nullable=False))
    _notes()
    _observers()
    _acknowledgements()


def _notes() -> None:
    op.create_table(
        "member_note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("body_id", sa.String(), nullable=False),
        sa.Column("revision_id", sa.String(), nullable=False),
        sa.Column("clause_key", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("may_name", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_member_note_author_id")),
        sa.ForeignKeyConstraint(["body_id"], ["party.id"], name=op.f("fk_member_note_body_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_member_note_edition_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_member_note_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_note")),
    )
    op.create_index("ix_member_note_body", "member_note", ["edition_id", "body_id", "created"])
    op.create_table(
        "carrying",
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["member_note.id"], name=op.f("fk_carrying_note_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_carrying_person_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_carrying_thread_id")),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_carrying")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_carrying_thread_id")),
    )


def _observers() -> None:
    op.create_table(
        "observer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("speaks_for", sa.String(), nullable=False),
        sa.Column("tells", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_observer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observer")),
    )
    op.create_index("ix_observer_person", "observer", ["person_id", "edition_id"])
    op.create_index("ix_observer_edition_id", "observer", ["edition_id"])


def _acknowledgements() -> None:
    op.create_table(
        "reading_list",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("before_step", sa.String(), nullable=False),
        sa.Column("asked_revision", sa.String(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nudge", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "before_step IN ('none', 'freeze', 'signing')", name=op.f("ck_reading_list_before_step")
        ),
        sa.ForeignKeyConstraint(
            ["asked_revision"], ["revision.id"], name=op.f("fk_reading_list_asked_revision")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_reading_list_edition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_list_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_list")),
    )
    op.create_index("ix_reading_list_edition", "reading_list", ["edition_id", "created"])
    op.create_index("ix_reading_list_nudge", "reading_list", ["nudge"])
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("revision_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("party_name", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["reading_list.id"], name=op.f("fk_acknowledgement_list_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_acknowledgement_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "list_id",
            "person_id",
            "revision_id",
            name=op.f("uq_acknowledgement_list_id_person_id_revision_id"),
        ),
    )


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
