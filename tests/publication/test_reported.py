"""A key is reported after it signed: the public page says so, and the public copy is made anew so that any verifier warns."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from tests.publication import kit as pressing
from tests.publication.kit import Press
from tests.publication.test_earlier import finish as corrected
from tests.publication.test_paper import published as on_paper
from tests.publication.test_reading import page
from tests.review.test_pages import html
from tests.signing.corrections import amending
from tests.signing.world import answer
from workflow.adapters.doors import Page
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.adapters.settings import Settings
from workflow.audit import publications
from workflow.core.events import EventKind
from workflow.core.people import NOBODY
from workflow.evidence.package import core_of, parse
from workflow.evidence.verify import verify
from workflow.history.models import Event
from workflow.parties.keys import endings, loss
from workflow.parties.models import SigningKey
from workflow.publication import reading, reported
from workflow.publication.core import on_the_web
from workflow.publication.models import FormerCopy
from workflow.publication.queries import executed_event
from workflow.publication.trust import policy_bytes
from workflow.publication.verification import check_upload

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)


def key_of(press: Press, name: str = "chief") -> SigningKey:
    return press.session.exec(select(SigningKey).where(SigningKey.key_id == press.world.keys[name].id)).one()


def revoke(press: Press, at: datetime, since: str = "", name: str = "chief", by: str = "a1") -> Event:
    """A registrar withdraws the key. Without `since` it is trusted until now."""
    session, key, who = press.session, key_of(press, name), press.world.actor(press.session, by, at)
    sheet = endings.offer_revocation(session, who, key.id, reason="Stolen.", compromised_since=since, at=at)
    endings.revoke(session, who, key.id, credential=answer(press.world.keys[by], sheet.options), at=at)
    newest = select(Event).where(Event.kind == EventKind.KEY_REVOKED).order_by(col(Event.id).desc()).limit(1)
    return session.exec(newest).one()


def anew(press: Press, at: datetime) -> None:
    """The sequencer's turn and the publisher's, as after any act; and the publication's own place in the log."""
    press.checkpoint(at)
    assert press.publish(at + timedelta(minutes=1))
    press.checkpoint(at + timedelta(minutes=2))


def events(press: Press) -> list[Event]:
    return list(
        press.session.exec(
            select(Event).where(Event.kind == EventKind.EDITION_PUBLISHED).order_by(col(Event.id))
        )
    )


def shown(press: Press, at: datetime) -> str:
    return html(Page("publication/mou.html", page(press, at)), NOBODY)


def warnings(press: Press, at: datetime) -> list[str]:
    """What a verifier says of the package on the web beyond the steps."""
    verdict = verify(
        on_the_web(press.session, press.published().copy), policy_bytes(press.session, press.settings), at
    )
    assert verdict.verdict == "verified", verdict.missing
    return [one.words for one in verdict.warned]


def test_a_page_says_nothing_of_keys_that_nobody_reported(press: Press, now: datetime) -> None:
    press.whole_life(now)
    assert page(press, now)["reported_keys"] == []


def test_the_page_says_at_once_that_a_key_was_used_after_the_time_it_is_trusted(
    press: Press, now: datetime
) -> None:
    press.whole_life(now)
    revoke(press, now + HOUR, since="2026-05-12")
    (said,) = page(press, now + HOUR)["reported_keys"]
    assert said["late"] and said["name"] == "Chief Example" and said["key"] == press.world.keys["chief"].id
    assert said["words"].startswith(
        "The key of Chief Example, Chief of Police, was revoked on Tuesday 12 May 2026, "
    )
    assert (
        "as not to be trusted since Tuesday 12 May 2026, 00:00 Pacific. It signed this text on Tuesday 12 May"
        in said["words"]
    )
    assert said["words"].endswith(
        "after that time: somebody else may have used it. Ask the parties whether this stands."
    )


def test_the_warning_stands_beside_the_sentence_that_says_who_signed(press: Press, now: datetime) -> None:
    press.whole_life(now)
    assert "Warning" not in shown(press, now)
    revoke(press, now + HOUR, since="2026-05-12")
    told = shown(press, now + HOUR)
    assert '<div class="banner wait"><p><strong>Warning:</strong> The key of Chief Example' in told
    assert told.index("Signed by Chief Example") < told.index("Warning:") < told.index('id="text"')
    revoke(press, now + HOUR, name="superintendent", by="d1")
    assert "<p>The key of Superintendent Example" in shown(press, now + HOUR)


def test_what_was_signed_before_is_told_as_that(press: Press, now: datetime) -> None:
    press.whole_life(now)
    loss.report(
        press.session, press.world.actor(press.session, "chief", now + HOUR), key_of(press).id, at=now + HOUR
    )
    (said,) = page(press, now + HOUR)["reported_keys"]
    assert "was reported lost on Tuesday 12 May 2026, " in said["words"] and "revoked" not in said["words"]
    assert not said["late"] and said["words"].endswith("before that time.")
    revoke(press, now + 2 * HOUR)
    (said,) = page(press, now + 2 * HOUR)["reported_keys"]
    assert "reported lost on" in said["words"] and "and revoked on" in said["words"] and not said["late"]


def test_the_copy_is_made_anew_so_that_a_stranger_is_warned(press: Press, now: datetime) -> None:
    before = press.whole_life(now).copy
    was = before.core_hash, before.pdf_hash, before.core
    assert warnings(press, now + HOUR) == []
    revoke(press, now + HOUR, since="2026-05-12")
    assert press.publish(now + HOUR) is False, "no checkpoint covers the revocation yet"
    anew(press, now + HOUR)
    (told,) = warnings(press, now + 2 * HOUR)
    assert "the key of Chief Example was later revoked as compromised since 2026-05-12T07:00:00Z" in told
    copy = press.published().copy
    web = on_the_web(press.session, copy)
    assert core_of(web, parse(web)) == copy.core != was[2]
    assert [len(parse(web)["publication"]["chain"]), [one.detail for one in events(press)]] == [
        2,
        [{}, {"why": ["key"]}],
    ]
    assert squeezed("Warning The key of Chief Example, Chief of Police, was revoked on") in squeezed(
        page_words(copy.pdf)
    )
    assert list(publications.findings(press.session, press.keystore.publication_keys)) == []
    (former,) = press.session.exec(select(FormerCopy)).all()
    assert (former.core_hash, former.pdf_hash) == was[:2]
    told_since = [one["words"] for one in reading.history_of(press.session, press.slug, now)["events"]]
    assert told_since[0] == (
        "Edition 1: the public copy was published anew, because a key that signed for it was reported since as not to be trusted."
    )


def test_the_service_s_own_check_says_it_in_a_line_of_its_own(press: Press, now: datetime) -> None:
    press.whole_life(now)
    revoke(press, now + HOUR, since="2026-05-12")
    anew(press, now + HOUR)
    answer = check_upload(press.session, press.settings, press.published().copy.pdf, now + 2 * HOUR)
    assert answer["verdict"] == "verified" and answer["warned"]
    assert {one["name"]: one["state"] for one in answer["lines"]}["Signed by these keys"] == "warned"
    told = html(
        Page(
            "publication/verify.html",
            {"result": answer, "name": "", "offline": "", "largest": "", "resumptions": []},
        ),
        NOBODY,
    )
    assert '<div class="banner wait"><p><strong>This is the text both sides signed.' in told
    assert 'Signed by these keys: <span class="tag wait">yes, with a warning</span>' in told
    assert (
        "! holds, with a warning: Chief Example" in told
        and "Chief of Police: confirmed, with a warning" in told
    )
    assert "Superintendent: confirmed," in told


def test_it_is_made_anew_once_for_one_revocation(press: Press, now: datetime) -> None:
    press.whole_life(now)
    revoke(press, now + HOUR, since="2026-05-12")
    anew(press, now + HOUR)
    anew(press, now + 2 * HOUR)
    assert len(events(press)) == 2
    revoke(press, now + 3 * HOUR, since="2026-05-12", name="superintendent", by="d1")
    anew(press, now + 3 * HOUR)
    assert len(events(press)) == 3 and len(warnings(press, now + 4 * HOUR)) == 2


def test_what_no_verifier_warns_of_leaves_the_copy_as_it_is(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy.core
    revoke(press, now + HOUR)
    anew(press, now + HOUR)
    assert len(events(press)) == 1 and press.published().copy.core == copy


def test_a_key_that_is_withdrawn_between_the_last_signature_and_the_first_copy_is_in_it(
    press: Press, now: datetime
) -> None:
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    revoke(press, now + timedelta(minutes=6), since="2026-05-12")
    assert press.publish(now + timedelta(minutes=7)) is False
    press.checkpoint(now + timedelta(minutes=8))
    assert press.publish(now + timedelta(minutes=9))
    press.checkpoint(now + timedelta(minutes=10))
    assert len(warnings(press, now + HOUR)) == 1 and events(press)[0].detail == {}


def test_a_revocation_names_the_editions_that_its_key_signed(press: Press, now: datetime) -> None:
    press.whole_life(now)
    assert reported.editions(press.session, revoke(press, now + HOUR)) == [press.world.edition]
    own = press.session.exec(select(SigningKey).where(SigningKey.key_id == press.world.keys["a2"].id)).one()
    assert own.state == "vouched"
    event = revoke(press, now + 2 * HOUR, name="a2")
    assert reported.editions(press.session, event) == []
    assert reported.newest(press.session, executed_event(press.session, press.world.edition)) is None


def test_keys_that_attested_a_sheet_are_reported_on_and_warned_of(press: Press, now: datetime) -> None:
    on_paper(press, now)
    event = revoke(press, now + HOUR, since="2026-05-12", name="d1", by="d2")
    assert reported.editions(press.session, event) == [press.world.edition]
    (said,) = page(press, now + HOUR)["reported_keys"]
    assert said["late"] and "It attested a sheet that was signed by hand on" in said["words"]
    anew(press, now + HOUR)
    assert len(warnings(press, now + 2 * HOUR)) == 1


def test_keys_that_voted_earlier_or_answered_for_a_correction_are_reported_on(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = pressing.press(session, settings, body=True)
    amending.staffed(session, made.world)
    corrected(made, now)
    event = revoke(made, now + HOUR, name="clerk", by="b1")
    assert reported.editions(session, event) == [made.world.edition]
    revoke(made, now + HOUR, name="superintendent", by="d1")
    told = [one["words"] for one in page(made, now + HOUR)["reported_keys"]]
    assert ["Clerk Example" in told[0], "signed the record of a vote on it" in told[0]] == [True, True]
    assert "signed for a correction of it" in told[1] and "signed this text" in told[2]
