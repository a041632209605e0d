"""Whatever was honestly done, the whole check finds nothing in it: asked of a record when its story has ended."""

from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.audit.check import check
from workflow.publication.core import all_log_keys


def findings(settings: Settings) -> list[str]:
    """What `countersign log check` would find wrong with this service's record."""
    database, store = Database(settings.database), Keystore.of(settings)
    try:
        with database.snapshot() as session:
            report = check(session, all_log_keys(session, store), (), (), store.publication_keys)
        return [f"{one.code}: {one.words}" for one in report.findings]
    finally:
        database.close()
