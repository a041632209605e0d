"""recovery by two people: who signed what about a key that is to take the place of every lost one; which maker attests a key"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        for name in ("attested_format", "attested_root"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.create_table(
        "key_recovery",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("first_key_id", sa.String(), nullable=False),
        sa.Column("second_key_id", sa.String(), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.JSON(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.String(), nullable=False),
        sa.Column("stopped_words", sa.String(), nullable=False),
        sa.Column("objection_leaf", sa.String(), nullable=False),
        sa.Column("completed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["signing_key.id"], name=op.f("fk_key_recovery_key_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_key_recovery_party_id")),
        sa.ForeignKeyConstraint(
            ["first_key_id"], ["signing_key.id"], name=op.f("fk_key_recovery_first_key_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_key_id"], ["signing_key.id"], name=op.f("fk_key_recovery_second_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_recovery")),
    )
    with op.batch_alter_table("key_recovery", schema=None) as batch_op:
        batch_op.create_index("ix_key_recovery_key", ["key_id", "begun"], unique=False)
        batch_op.create_index("ix_key_recovery_second", ["second_key_id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
