"""a salt for the evidence of an appointment: what the events of appointments commit to"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Evidence that stands there keeps no salt: its events committed to none of it."""
    op.add_column("appointment", sa.Column("salt", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
