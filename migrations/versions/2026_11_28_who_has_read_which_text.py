"""which revision somebody has had on the signing page, so that the next one is shown with what changed since"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("revision_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_look_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_look_revision_id")),
        sa.PrimaryKeyConstraint("person_id", "revision_id", name=op.f("pk_look")),
    )


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
