"""the order in which an edition is signed, and whose turn comes later"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_place",
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_signing_place_edition_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_signing_place_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_place_person_id")),
        sa.PrimaryKeyConstraint("edition_id", "party_id", name=op.f("pk_signing_place")),
    )
    op.create_table(
        "later_turn",
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_later_turn_edition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_later_turn_person_id")),
        sa.PrimaryKeyConstraint("edition_id", "person_id", name=op.f("pk_later_turn")),
    )


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
