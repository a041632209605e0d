"""Alembic's entry: runs the migrations over the connection that `workflow.adapters.migrations` hands in."""

from alembic import context
from sqlmodel import AutoString

from workflow.adapters.database import UTCDateTime
from workflow.tables import metadata


def plain(kind, thing, autogen):
    """Migrations outlive the code: they name SQLAlchemy's own types, never ours."""
    if kind == "type" and isinstance(thing, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
only = context.config.attributes.get("only")
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain,
    include_object=lambda thing, name, kind, reflected, other: not only or kind != "table" or name in only,
)
with context.begin_transaction():
    context.run_migrations()
