"""comments that are kept unsent, and people named in comments"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("revision_id", sa.String(), nullable=False),
        sa.Column("clause_key", sa.String(), nullable=False),
        sa.Column("selector", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unsent_edition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unsent_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_unsent_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent")),
    )
    with op.batch_alter_table("unsent", schema=None) as batch_op:
        batch_op.create_index("ix_unsent_person", ["edition_id", "person_id", "created"], unique=False)

    op.create_table(
        "mention",
        sa.Column("comment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_mention_comment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mention_person_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_mention_thread_id")),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_mention")),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index("ix_mention_person", ["person_id", "at"], unique=False)
        batch_op.create_index("ix_mention_thread", ["thread_id", "at"], unique=False)


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
