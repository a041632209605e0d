"""what a renewal of the log covered: each public copy by the event of its publication, with its hashes under SHA-512"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "renewed_copy",
        sa.Column("copies_root", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("core", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_renewed_copy_event_id")),
        sa.PrimaryKeyConstraint("copies_root", "event_id", name=op.f("pk_renewed_copy")),
    )


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
