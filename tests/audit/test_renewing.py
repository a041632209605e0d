"""Everything hashed anew: the check makes it again, and a leaf that would fit its old hash does not fit the new one."""

from datetime import datetime, timedelta

import pytest
from asn1crypto import tsp
from sqlmodel import select

from tests.audit.conftest import ANA, Record
from tests.conftest import NOW
from workflow.adapters.certificates import new_authority
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.audit import renewing
from workflow.audit.events import read_leaf
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.evidence import time_token
from workflow.evidence.canonical import b64u
from workflow.history.models import Event
from workflow.history.queries import newest_checkpoint
from workflow.history.sequencer import sequence

AT = NOW + timedelta(days=400)


def stamped(record: Record, at: datetime = AT) -> renewing.Stamp:
    """What an authority gives for a SHA-512 digest, in the form that is kept."""
    authority = LocalTimeAuthority(record.keystore.time)

    def stamp(digest: bytes) -> bytes:
        imprint = {"hash_algorithm": {"algorithm": "sha512"}, "hashed_message": digest}
        asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True})
        return time_token.canonical(authority.respond(asked, at)["time_stamp_token"])

    return stamp


def renew(record: Record, stamp: renewing.Stamp | None = None) -> dict[str, object]:
    with record.database.writing() as session:
        said = renewing.prepare(session, stamp, at=AT)
        renewing.renew(session, said, actor=ANA, at=AT)
        assert sequence(session, key=record.keystore.checkpoint_key, beside=record.keystore.beside_key, at=AT)
    return said


def test_it_covers_every_leaf_and_every_public_copy_and_the_check_makes_it_again(record: Record) -> None:
    with record.database.reading() as session:
        size = newest_checkpoint(session).size
    said = renew(record, stamped(record))
    assert (said["leaves"], said["copies"]) == (size, 1)
    report = record.check("package.json", "checkpoint.txt")
    assert report.findings == []
    assert f"{size} leaves and 1 public copies under SHA-512; " in report.sentences()[-1]
    assert "Local time authority" in report.sentences()[-1]


def test_an_authority_confirms_only_where_it_is_the_one_that_is_configured(record: Record) -> None:
    renew(record, stamped(record))
    other = new_authority("elsewhere")[1]
    with record.database.reading() as session:
        rows = session.exec(select(Event.leaf).where(Event.kind == EventKind.SERVICE_RENEWED))
        leaf = read_leaf(rows.one())
    for trusted in ([], [other]):
        told = renewing.whose(leaf, trusted)
        assert told.startswith("stamped 2027-06-16 17:00:00 UTC by an authority nobody vouched for (CN=")
        assert told.endswith(renewing.OWN_WORD) and "confirms" not in told
    told = renewing.whose(leaf, [record.keystore.authority])
    assert told.startswith("CN=Local time authority") and told.endswith(
        "confirms when (2027-06-16 17:00:00 UTC)"
    )


@pytest.mark.parametrize("days", [-2, 2])
def test_a_token_of_quite_another_time_is_refused_and_found(
    record: Record, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = stamped(record, AT + timedelta(days=days))
    with pytest.raises(
        Refused, match=r"Nothing was renewed: its time token says 2027-06-1[48].* is far from"
    ):
        renew(record, off)
    monkeypatch.setattr(renewing, "FAR", timedelta(days=9))
    renew(record, off)
    monkeypatch.undo()
    (found,) = record.check().findings
    assert found.code == "renewal.token" and "which is far from the 2027-06-16T17:00:00Z" in found.words


def test_without_an_authority_nobody_says_that_somebody_confirmed_it(record: Record) -> None:
    renew(record)
    assert record.check().sentences()[-1].endswith(f"{renewing.OWN_WORD}.")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE event SET leaf = substr(leaf, 2) WHERE kind = 'edition:signed'", "renewal.leaves"),
        ("UPDATE public_copy SET pdf = substr(pdf, 2)", "renewal.copies"),
        ("UPDATE public_copy SET pdf = replace(pdf, 'a', 'b')", "renewal.copies"),
    ],
)
def test_what_was_changed_after_a_renewal_does_not_fit_it(record: Record, statement: str, code: str) -> None:
    renew(record)
    record.falsify(statement)
    assert code in record.codes()


def test_a_token_about_something_else_is_found(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    other = stamped(record)(bytes(64))
    monkeypatch.setattr(renewing, "_far", lambda leaf: "")
    renew(record, lambda digest: other)
    monkeypatch.undo()
    report = record.check()
    assert [one.code for one in report.findings] == ["renewal.token"]
    assert "its time token does not hold" in report.sentences()[-1]
    with record.database.reading() as session:
        leaf = {
            "at": "x",
            "leaves": 0,
            "root": "",
            "copies": 0,
            "copies_root": "",
            "token": b64u(b"no token"),
        }
        codes = [one.code for one in renewing.look(session, [leaf])[0]]
    assert codes == ["renewal.leaves", "renewal.copies", "renewal.token"]


def test_before_the_first_checkpoint_there_is_nothing_to_renew(session, now) -> None:
    with pytest.raises(Refused, match="Nothing is in the log yet"):
        renewing.prepare(session, None, at=now)
