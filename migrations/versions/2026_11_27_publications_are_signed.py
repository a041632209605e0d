"""publications are signed: the statement of the publication key, kept beside its event"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication_statement",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("envelope", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_publication_statement_edition_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_publication_statement_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_publication_statement")),
    )
    with op.batch_alter_table("publication_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_statement_edition_id"), ["edition_id"], unique=False)


def downgrade() -> None:
    op.drop_table("publication_statement")
