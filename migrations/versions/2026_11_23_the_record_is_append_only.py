"""the record is append-only: on PostgreSQL the application owns nothing, and nobody updates or deletes an event"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEPT = (
    "event",
    "log_entry",
    "log_node",
    "checkpoint",
    "party_link",
    "revision",
    "clause",
    "signature",
    "adoption",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        for table in KEPT:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER keep_{table}_{act.lower()} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION keep_the_record() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION keep_the_record()"
        )
        op.execute(
            f"CREATE TRIGGER keep_all_{table} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_the_record()"
        )
    op.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'countersign_app') "
        "THEN CREATE ROLE countersign_app LOGIN; END IF; END $$"
    )
    op.execute("GRANT USAGE ON SCHEMA public TO countersign_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO countersign_app")
    op.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO countersign_app")
    op.execute(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO countersign_app"
    )
    op.execute(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO countersign_app"
    )
    for table in KEPT:
        op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM countersign_app")
    op.execute("REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM countersign_app")


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
