"""independent time: the token of an outside authority over each signed statement, or why there is none"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "time_token",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signing_event_id", sa.String(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_time_token_event_id")),
        sa.ForeignKeyConstraint(
            ["signing_event_id"], ["signing_event.id"], name=op.f("fk_time_token_signing_event_id")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_time_token")),
    )
    op.create_index("ix_time_token_signing_event", "time_token", ["signing_event_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER keep_time_token BEFORE UPDATE OR DELETE ON time_token "
            "FOR EACH ROW EXECUTE FUNCTION keep_the_record()"
        )
        op.execute("REVOKE UPDATE, DELETE ON time_token FROM countersign_app")
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER keep_time_token_{act.lower()} BEFORE {act} ON time_token "
            "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        )


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
