"""which award pays: programme and number, for the first page of the printed copy"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of awards that were recorded before, nobody said which they are."""
    with op.batch_alter_table("mou") as batch_op:
        batch_op.add_column(sa.Column("award_name", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
