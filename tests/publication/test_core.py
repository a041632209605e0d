import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import select

from tests.publication.kit import Press
from workflow.core.errors import Conflict
from workflow.drafting.models import Clause
from workflow.evidence import package
from workflow.evidence.cosignature import cosign, vkey
from workflow.evidence.verify import verify
from workflow.history import witnessing
from workflow.history.queries import newest_checkpoint
from workflow.publication.core import on_the_web
from workflow.publication.trust import policy_bytes


def test_the_core_leads_from_frozen_to_executed_and_from_each_genesis(press: Press, now: datetime) -> None:
    core = json.loads(press.whole_life(now).copy.core)
    events = [entry["leaf"]["event"] for entry in core["edition_chain"]]
    assert events[0] == "frozen" and events[-1] == "executed" and events.count("signed") == 2
    assert [party["chain"][0]["leaf"]["seq"] for party in core["parties"]] == [0, 0]
    assert "publication" not in core


def test_every_leaf_with_a_statement_carries_its_envelope(press: Press, now: datetime) -> None:
    core = json.loads(press.whole_life(now).copy.core)
    for entry in core["edition_chain"]:
        assert ("envelope" in entry) == (entry["leaf"]["event"] == "signed")
    assert all("envelope" in entry for party in core["parties"] for entry in party["chain"])


def test_until_a_checkpoint_covers_the_publication_the_web_copy_is_the_core(
    press: Press, now: datetime
) -> None:
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    press.publish(now + timedelta(minutes=7))
    copy = press.published().copy
    assert on_the_web(press.session, copy) == copy.core
    press.checkpoint(now + timedelta(minutes=8))
    web = on_the_web(press.session, copy)
    assert package.core_of(web, package.parse(web)) == copy.core


def test_the_web_copy_never_changes_once_the_publication_is_in_the_log(press: Press, now: datetime) -> None:
    before = on_the_web(press.session, press.whole_life(now).copy)
    press.next_edition(
        ("# 1. Parties\n\nSpringfield Police Department, Springfield Unified School District.",), now
    )
    press.whole_life(now + timedelta(days=300))
    assert on_the_web(press.session, press.published(1).copy) == before


def test_a_text_that_is_no_longer_what_was_signed_is_not_published(press: Press, now: datetime) -> None:
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    clause = press.session.exec(select(Clause)).first()
    assert clause
    # The database itself lets nobody change a clause, so the row is made to read otherwise.
    set_committed_value(clause, "text", clause.text + " And one word more.")
    with pytest.raises(Conflict, match="no longer what was frozen"):
        press.publish(now + timedelta(minutes=7))


WITNESS = Ed25519PrivateKey.generate()
KEY = vkey("library.example", WITNESS)


def cosigned(press: Press, now: datetime) -> None:
    """The witness signs the newest checkpoint."""
    newest = newest_checkpoint(press.session)
    assert newest
    signed = cosign(newest.note, "library.example", WITNESS, int(now.timestamp()))
    witnessing.keep(press.session, newest.size, signed, at=now)


def test_a_witness_makes_the_log_independent_and_changes_nothing_else(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy
    plain = on_the_web(press.session, copy, [KEY])
    cosigned(press, now + timedelta(hours=1))
    web = on_the_web(press.session, copy, [KEY])
    settings = replace(press.settings, witnesses=f"{KEY} http://localhost:1")
    verdict = verify(web, policy_bytes(press.session, settings), now + timedelta(days=1))
    assert verdict.exit_code == 0, verdict.to_json()
    said = {check.id: check.detail for check in verdict.checks}
    assert said["log.witnesses"] == "cosigned by library.example: an independent log"
    assert package.core_of(web, package.parse(web)) == copy.core and web != plain
    assert on_the_web(press.session, copy) == plain


def test_a_witness_who_comes_later_signs_a_later_checkpoint(press: Press, now: datetime) -> None:
    """The first checkpoint over the publication was never signed by anybody; the next one continues it, and that is enough."""
    copy = press.whole_life(now).copy
    press.next_edition(
        ("# 1. Parties\n\nSpringfield Police Department, Springfield Unified School District.",), now
    )
    press.execute(now + timedelta(days=300))
    press.checkpoint(now + timedelta(days=300, minutes=6))
    cosigned(press, now + timedelta(days=300, hours=1))
    web = on_the_web(press.session, copy, [KEY])
    settings = replace(press.settings, witnesses=f"{KEY} http://localhost:1")
    verdict = verify(web, policy_bytes(press.session, settings), now + timedelta(days=301))
    assert verdict.exit_code == 0, verdict.to_json()
    cosigned(press, now + timedelta(days=300, hours=2))
    assert on_the_web(press.session, copy, [KEY]) == web
