"""signing on paper: where it is allowed, scans of signed sheets, who attests them, which were withdrawn"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEPT = ("scan_file", "attestation", "scan_withdrawal")
"""What is written once and stays: the file, what was attested of it, and that it was withdrawn."""


def upgrade() -> None:
    op.create_table(
        "paper_allowance",
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_paper_allowance_edition_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_paper_allowance_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_allowance_person_id")),
        sa.PrimaryKeyConstraint("edition_id", "party_id", name=op.f("pk_paper_allowance")),
    )
    op.create_table(
        "scan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("signing_event_id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("signatory_id", sa.String(), nullable=False),
        sa.Column("signatory_name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("signed", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'filled', 'withdrawn')", name=op.f("ck_scan_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scan_person_id")),
        sa.ForeignKeyConstraint(["signatory_id"], ["person.id"], name=op.f("fk_scan_signatory_id")),
        sa.ForeignKeyConstraint(
            ["signing_event_id"], ["signing_event.id"], name=op.f("fk_scan_signing_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.create_index(
            "uq_scan_live",
            ["signing_event_id", "slot"],
            unique=True,
            postgresql_where=sa.text("state IN ('waiting', 'filled')"),
            sqlite_where=sa.text("state IN ('waiting', 'filled')"),
        )
    op.create_table(
        "scan_file",
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_scan_file_scan_id")),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_scan_file")),
    )
    op.create_table(
        "attestation",
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("party_id", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("envelope", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_attestation_number")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_attestation_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attestation_person_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_attestation_scan_id")),
        sa.PrimaryKeyConstraint("scan_id", "number", name=op.f("pk_attestation")),
        sa.UniqueConstraint("scan_id", "party_id", name=op.f("uq_attestation_scan_id_party_id")),
        sa.UniqueConstraint("scan_id", "person_id", name=op.f("uq_attestation_scan_id_person_id")),
    )
    op.create_table(
        "scan_withdrawal",
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scan_withdrawal_person_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_scan_withdrawal_scan_id")),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_scan_withdrawal")),
    )
    for table in KEPT:
        _keep(table)


def _keep(table: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER keep_{table}_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION keep_the_record()"
    )
    op.execute(
        f"CREATE TRIGGER keep_all_{table} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION keep_the_record()"
    )
    op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM countersign_app")


def downgrade() -> None:
    raise RuntimeError("There is no way back: restore the backup made before the upgrade.")
