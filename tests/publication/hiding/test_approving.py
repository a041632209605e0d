from datetime import datetime, timedelta

import pytest

from tests.publication.hiding import kit
from tests.publication.kit import Press
from tests.signing.world import answer
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.core.errors import Conflict, Forbidden, Gone, NotFound, Refused
from workflow.evidence.package import parse
from workflow.evidence.verify import verify
from workflow.publication.core import on_the_web
from workflow.publication.hiding import approving, queries
from workflow.publication.hiding.actions import Sheet
from workflow.publication.models import FormerCopy, PublicCopy
from workflow.publication.trust import policy_bytes

LATER = timedelta(hours=1)


def told(made: Press) -> tuple[str, list[str]]:
    verdict = verify(
        on_the_web(made.session, made.published().copy), policy_bytes(made.session, made.settings)
    )
    return verdict.verdict, verdict.codes


def test_nothing_is_published_before_somebody_said_what_stays_hidden(made: Press, now: datetime) -> None:
    with pytest.raises(NotFound):
        made.published()
    assert made.publish(now + LATER) and made.session.get(PublicCopy, made.world.edition) is None


def test_what_two_people_decided_is_hidden_everywhere_and_verifies(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    copy = made.published().copy
    assert told(made) == ("verified", [])
    words = squeezed(page_words(copy.pdf))
    assert squeezed("Salary") not in words and squeezed("Part 3 of the text is not public.") in words
    assert squeezed("What is not public") in words and squeezed(kit.BASIS) in words
    assert b"50-50" not in copy.core and "text" not in parse(copy.core)["clauses"][2]


def test_a_released_clause_opens_under_the_same_signatures(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    before = made.published().copy.model_copy()
    kit.decided(made, Sheet("release", ["3"], "The post has moved."), now + 2 * LATER)
    after = parse(made.published().copy.core)
    assert after["clauses"][2]["text"] == kit.SECRET and told(made) == ("verified", [])
    assert after["manifest"] == parse(before.core)["manifest"]
    former = made.session.get_one(FormerCopy, before.event_id)
    assert (former.pdf_hash, former.replaced) == (before.pdf_hash, made.published().copy.published)
    assert "Salary" in page_words(made.published().copy.pdf)


def test_an_order_withholds_at_once_and_the_verdict_says_so(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    row = kit.propose(made, kit.ORDER, now + 2 * LATER)
    kit.approve(made, row, now + 2 * LATER, by="superintendent")
    with pytest.raises(Gone, match="has to be withheld"):
        made.published()
    kit.settle(made, now + 3 * LATER)
    assert told(made) == ("not_verified", ["text.withheld"])
    assert "Body cameras" not in page_words(made.published().copy.pdf)
    assert queries.hidden(
        queries.proposals(made.session, made.world.edition), {"2": False, "3": True}
    ).by_order == {"2"}


def test_who_proposed_it_cannot_approve_it_and_one_side_cannot_release(made: Press, now: datetime) -> None:
    row = kit.propose(made, kit.HIDE, now + LATER, by="chief")
    with pytest.raises(Refused, match="Somebody else has to approve"):
        kit.approve(made, row, now + LATER, by="chief")
    kit.approve(made, row, now + LATER, by="superintendent")
    kit.settle(made, now + LATER)
    release = kit.propose(made, Sheet("release", ["3"], "Moved."), now + 2 * LATER, by="chief")
    with pytest.raises(Refused, match="somebody of the other side"):
        kit.approve(made, release, now + 2 * LATER, by="a1")
    with pytest.raises(Forbidden):
        kit.approve(made, release, now + 2 * LATER, by="counsel")


def test_a_registrar_may_approve_and_nothing_is_approved_twice(made: Press, now: datetime) -> None:
    row = kit.propose(made, kit.HIDE, now + LATER)
    kit.approve(made, row, now + LATER, by="a2")
    assert (row.decided_name, row.decided_party) == ("A2 Example", "Springfield Police Department")
    with pytest.raises(Refused, match="approved by A2 Example already"):
        kit.approve(made, row, now + LATER)


def test_a_proposal_that_changed_after_it_was_shown_is_not_signed(made: Press, now: datetime) -> None:
    row = kit.propose(made, kit.HIDE, now + LATER)
    actor = made.world.actor(made.session, "chief", now + LATER)
    sheet = approving.offer(made.session, actor, made.world.edition, row.id, at=now + LATER)
    credential = answer(made.world.keys["chief"], sheet.options)
    row.basis = "Another basis."
    with pytest.raises(Conflict):
        approving.approve(
            made.session, actor, made.world.edition, row.id, credential=credential, at=now + LATER
        )


def test_what_needs_no_key_is_not_signed(made: Press, now: datetime) -> None:
    row = kit.propose(made, Sheet("show"), now + LATER)
    with pytest.raises(Refused, match="needs no key"):
        kit.approve(made, row, now + LATER)
