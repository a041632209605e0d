"""A reply can wait unsent, in the thread it belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unsent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thread_id", sa.String(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_unsent_thread_id"), "thread", ["thread_id"], ["id"])


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
