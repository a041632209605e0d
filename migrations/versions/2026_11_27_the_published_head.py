"""the published head: which place publishes, and the leaves whose events were lost before a resumption; alarms for the operator"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lost_leaf",
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_lost_leaf")),
    )
    op.create_table(
        "alarm",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_alarm")),
    )
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.String(), nullable=False, server_default=""))
    if op.get_bind().dialect.name != "postgresql":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER keep_lost_leaf_{act.lower()} BEFORE {act} ON lost_leaf "
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER keep_lost_leaf BEFORE UPDATE OR DELETE ON lost_leaf "
        "FOR EACH ROW EXECUTE FUNCTION keep_the_record()"
    )
    op.execute(
        "CREATE TRIGGER keep_all_lost_leaf BEFORE TRUNCATE ON lost_leaf "
        "FOR EACH STATEMENT EXECUTE FUNCTION keep_the_record()"
    )
    op.execute("REVOKE UPDATE, DELETE ON lost_leaf FROM countersign_app")


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
