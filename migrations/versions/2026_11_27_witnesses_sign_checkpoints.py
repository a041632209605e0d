"""witnesses sign checkpoints: what they signed is kept as the checkpoints are"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cosignature",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["size"], ["checkpoint.size"], name=op.f("fk_cosignature_size")),
        sa.PrimaryKeyConstraint("size", "key", name=op.f("pk_cosignature")),
    )
    with op.batch_alter_table("cosignature", schema=None) as batch_op:
        batch_op.create_index("ix_cosignature_key", ["key", "size"], unique=False)
    if op.get_bind().dialect.name != "postgresql":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER keep_cosignature_{act.lower()} BEFORE {act} ON cosignature "
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER keep_cosignature BEFORE UPDATE OR DELETE ON cosignature "
        "FOR EACH ROW EXECUTE FUNCTION keep_the_record()"
    )
    op.execute(
        "CREATE TRIGGER keep_all_cosignature BEFORE TRUNCATE ON cosignature "
        "FOR EACH STATEMENT EXECUTE FUNCTION keep_the_record()"
    )
    op.execute("REVOKE UPDATE, DELETE ON cosignature FROM countersign_app")


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
