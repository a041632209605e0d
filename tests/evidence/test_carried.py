"""What carries an adoption over; what does not is in tests/attacks/test_package_corrections.py, attack by attack."""

from tests.evidence import factory
from tests.evidence.amended import BOARD, adopted, answered, mended
from tests.evidence.judging import accepted, failed, refused
from tests.vectors.correction import TWO, hidden
from workflow.evidence import carried, quote
from workflow.evidence.clause_tree import Attachment
from workflow.evidence.errors import Bad
from workflow.evidence.package import parse
from workflow.evidence.verdict import Changed
from workflow.evidence.verify import verify


def test_nobody_is_told_of_a_correction_that_carries_nothing() -> None:
    assert carried.told(None) is None
    assert carried.told(carried.Correction((), (), ("3",), (), ())) is None


def test_a_parent_is_told_who_adopted_what_and_who_had_authority() -> None:
    found = accepted(*answered(mended(None, *TWO)).signed().out())
    told = ("Ned North, Student Services Director",)
    assert found.changed == Changed(("Board of Education",), 2, told)
    assert (
        "Board of Education adopted an earlier text; before the signing 2 clauses were changed"
        in found.sentence()
    )
    assert "changed since: 2, 3" in next(
        one.detail for one in found.checks if one.id == "correction.answered"
    )
    assert "0 adoptions of this text, 1 of an earlier one" in [one.detail for one in found.checks]


def test_what_is_attached_stays_as_it_was() -> None:
    exhibit = Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32)
    made = answered(mended(adopted(attachments=[exhibit]))).signed()
    assert accepted(*made.out()).changed
    other = Attachment("1", "Exhibit B", "application/pdf", 4, b"f" * 32)
    exchanged = mended(adopted(attachments=[exhibit]), attachments=[other])
    refused(*answered(exchanged).signed().out(), "correction.text")


def test_one_who_is_delegate_and_counsel_answers_once_for_both() -> None:
    made = answered(mended(adopted(office="counsel")), "school", "police")
    found = accepted(*made.signed().out())
    assert found.changed and found.changed.by == ("Kim Kerr, General Counsel",)


def test_what_is_hidden_stays_hidden_in_the_earlier_text_too() -> None:
    data, policy = hidden().out()
    accepted(data, policy)
    assert b"Records stay with the district" not in data
    whole, _ = hidden().out(private=True)
    assert whole.count(b"Records stay with the district") == 2


def test_a_corrected_text_is_not_quoted_from() -> None:
    data, policy = answered().signed().out()
    try:
        quote.take(parse(data), "1")
    except Bad as bad:
        assert bad.code == "correction.text"
    else:
        raise AssertionError("a quotation was made")
    plain = parse(factory.signed().world.package())
    forged = quote.take(plain, "1")
    assert verify(forged, policy).verdict == "not_verified"


def test_a_package_whose_record_does_not_hold_says_nothing_of_a_correction() -> None:
    made = answered().signed()
    links = made.world.proven(made.world.edition_chain[made.begun :])
    verdict = verify(made.package(edition_chain=[links[0], *links[2:]]), made.world.policy())
    assert failed(verdict)[:2] == ["chain.link", "slot.missing"] and verdict.changed is None
    assert ("chain.events", False) in [(one.id, one.ok) for one in verdict.checks]


def test_a_correction_is_judged_though_nobody_has_signed() -> None:
    made = answered()
    made.world.event("executed")
    assert failed(verify(*made.out())) == ["slot.missing"]


def test_a_body_that_adopts_the_corrected_text_itself_is_not_carried_over() -> None:
    made = answered()
    made.world.adopt(made.people["clerk"], BOARD, delegated=made.delegation)
    found = accepted(*made.signed().out())
    assert found.changed is None
    told = {check.id: check.detail for check in found.checks}
    assert told["adoption.recorded"] == "1 adoption of this text"
    assert told["correction.answered"].startswith("nobody else adopted an earlier text; changed since: 3")
