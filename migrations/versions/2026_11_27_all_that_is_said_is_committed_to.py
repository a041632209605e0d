"""all that is said is committed to: a salt beside answers, notes, public comments and every other word, from now on"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SALTS = {
    "thread": ("salt",),
    "suggestion": ("salt",),
    "disposition": ("salt",),
    "verdict": ("salt",),
    "advance": ("salt",),
    "escalation": ("salt",),
    "override": ("salt",),
    "member_note": ("salt",),
    "public_comment": ("salt",),
    "public_answer": ("salt",),
    "moderation": ("salt",),
    "mark": ("salt",),
    "party_objection": ("salt", "answer_salt"),
}


def upgrade() -> None:
    for table, names in SALTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for table, names in SALTS.items():
        for name in names:
            op.drop_column(table, name)
