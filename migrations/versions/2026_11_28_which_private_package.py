"""which private package a party downloaded, and which it acknowledged: each version is asked about anew"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was acknowledged before names no version, and counts for none."""
    op.create_table(
        "private_download",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_private_download_edition_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_private_download_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_private_download_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_download")),
    )
    with op.batch_alter_table("private_download", schema=None) as batch_op:
        batch_op.create_index("ix_private_download_edition", ["edition_id", "party_id"], unique=False)
    with op.batch_alter_table("private_receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("digest", sa.String(), nullable=False, server_default=""))
        batch_op.drop_constraint(op.f("uq_private_receipt_edition_id_party_id"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_private_receipt_edition_id_party_id_version"), ["edition_id", "party_id", "version"]
        )


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
