"""When a person first came in: until then an invitation is open."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("entered", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE person SET entered = (SELECT MIN(event.at) FROM event WHERE event.subject_id = person.id "
        "AND event.kind IN ('link:used', 'session:begun'))"
    )


def downgrade() -> None:
    op.drop_column("person", "entered")
