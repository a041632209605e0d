"""Attacks on a correction: an adoption is carried over to another text only as far as the body allowed, and in the open."""

import pytest

from tests.evidence.amended import answered
from tests.evidence.judging import accepted, refused, tampered
from tests.vectors.correction import ATTACKS


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_carries_no_adoption_over(attack: str) -> None:
    _, code, make = ATTACKS[attack]
    package, policy = make()
    assert policy is not None
    verdict = refused(package, policy, code)
    assert "adopted an earlier text" not in verdict.sentence()


def test_a_correction_that_holds_is_told_first() -> None:
    made = answered().signed()
    package, policy = made.out()
    told = "Board of Education adopted an earlier text; before the signing 1 clause was changed by Ned North"
    assert told in accepted(package, policy).sentence()
    spanish = accepted(package, policy).sentence("es")
    assert "Board of Education aprobó un texto anterior; antes de la firma se cambió 1 cláusula" in spanish


def test_another_key_answers_in_counsels_name() -> None:
    made = answered(None, "delegate", "school")
    counsel, other = made.people["police"], made.people["school"]
    made.people["police"] = type(counsel)(**(vars(counsel) | {"key": other.key}))
    made.answer("police")
    refused(*made.signed().out(), "signer.office")


def test_the_same_answer_twice_is_one_nonce_too_many() -> None:
    made = answered()
    again = made.world.edition_chain[-1]
    made.world.event("corrected", "", again.leaf["subject"], again.envelope)
    refused(*made.signed().out(), "statement.nonce")


def test_an_answer_with_a_place_is_no_answer() -> None:
    made = answered()
    last = made.world.edition_chain.pop()
    made.world.event("corrected", "s1", last.leaf["subject"], last.envelope)
    refused(*made.signed().out(), "chain.leaf")


def test_two_earlier_texts_are_not_a_package() -> None:
    from workflow.evidence.verify import verify

    package, policy = answered().signed().out()
    twice = tampered(package, lambda value: value["adoptions"].append(value["adoptions"][0]))
    assert verify(twice, policy).verdict == "unusable"
