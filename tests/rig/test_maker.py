"""The maker's keys sign as any key does."""

from tests.rig.maker import MODEL, MadeKey, Maker
from workflow.evidence.keyrecord import consistent, root_of


def test_a_made_key_has_a_record_that_names_its_root() -> None:
    maker = Maker()
    record = MadeKey(maker).record
    assert consistent(record)["kind"] == "device-bound" and root_of(record) == maker.hash
    assert record["aaguid"] == MODEL.hex()
