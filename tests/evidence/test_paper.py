"""A slot that was signed by hand: two people of two parties attest the same sheet, or it does not count."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.evidence.judging import accepted, refused, tampered
from workflow.evidence import quote
from workflow.evidence.canonical import b64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.package import parse
from workflow.evidence.verify import verify


def papered(cast: Cast | None = None, *, paper: tuple[str, ...] = ("s1",), **twists: Any) -> Cast:
    """The agency's slot was signed by hand; its registrar and the district's attest it."""
    cast = factory.frozen(cast, paper=paper)
    first, second = (
        twists.pop("first", cast.agency.registrars[0]),
        twists.pop("second", cast.district.registrars[0]),
    )
    cast.world.attest(first, second, twists.pop("place", "s1"), **twists)
    return cast


def finish(cast: Cast) -> tuple[bytes, bytes]:
    """The superintendent signs with a key; executed; (package, policy)."""
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    return cast.world.package(), cast.world.policy()


def test_a_signature_on_paper_counts_where_the_manifest_allows_it_and_the_first_sentence_says_so() -> None:
    found = accepted(*finish(papered()))
    assert found.sentence() == (
        "This is the text both sides signed. Signed by Sam Stone, Sheriff (by hand on paper on 4 May 2026, attested by "
        "Cy Carter, Registrar and by Ann Archer, Registrar), and Eve Ellis, Superintendent, on 4 May 2026. Nothing has been "
        "changed. Signatures made by hand on paper, which two people attest and no key of the signatory proves: 1."
    )
    assert "Firmas hechas a mano en papel" in found.sentence(
        "es"
    ) and "4 de mayo de 2026; dan fe" in found.sentence("es")
    (check,) = [one for one in found.checks if one.id == "signer.paper"]
    assert check.ok and "Sam Stone, Sheriff, signed on paper on 2026-05-04, attested by" in check.detail
    assert found.as_dict()["signatories"][0] == {
        "name": "Sam Stone", "office": "Sheriff", "key_kind": "paper", "ok": True,
        "attested": ["Cy Carter, Registrar", "Ann Archer, Registrar"], "signed": "2026-05-04",
    }  # fmt: skip
    assert set(found.as_dict()["signatories"][1]) == {"name", "office", "key_kind", "ok"}


def test_both_sides_on_paper_is_verified_as_far_as_the_manifest_allows_it_and_says_two() -> None:
    cast = papered(paper=("s1", "s2"))
    cast.world.attest(
        cast.district.registrars[0], cast.agency.registrars[0], "s2",
        person="6e" * 10, name="Sue Super", office="superintendent", title="Superintendent",
    )  # fmt: skip
    cast.world.event("executed")
    found = accepted(cast.world.package(), cast.world.policy())
    assert found.sentence().endswith("no key of the signatory proves: 2.")


def test_without_a_policy_the_sentence_names_the_paper_too() -> None:
    package, _ = finish(papered())
    found = verify(package)
    assert found.consistent and "on paper" in found.sentence() and "papel" in found.sentence("es")


def test_a_clause_quoted_from_it_says_it_too() -> None:
    package, policy = finish(papered())
    found = accepted(quote.take(parse(package), "3"), policy)
    assert found.quoted and found.sentence().endswith("proves: 1.")


def test_a_clerk_attests_for_its_own_party() -> None:
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "City Clerk")
    cast.world.wait(hours=80)
    accepted(*finish(papered(cast, first=clerk)))


# -- attacks


def test_paper_where_the_manifest_does_not_allow_it() -> None:
    found = refused(*finish(papered(paper=("s2",))), "paper.allowed", "s1")
    assert (found.signatories[0].name, found.signatories[0].ok) == ("Sam Stone", False)


def test_one_attester_alone_fills_nothing() -> None:
    package, policy = finish(papered())
    refused(tampered(package, lambda p: p["paper"].clear()), policy, "chain.envelope")
    cast = factory.frozen(paper=("s1",))
    cast.world.attest(cast.agency.registrars[0], cast.district.registrars[0], "s1", beside="")
    refused(*finish(cast), "chain.envelope")


def test_an_attestation_that_is_beside_nothing_of_the_record_travels_along() -> None:
    package, policy = finish(papered())
    refused(
        tampered(package, lambda p: p["paper"].append(p["paper"][0])), policy, "chain.envelope", "2 first"
    )


def test_the_same_person_attests_twice_with_one_key() -> None:
    cast = factory.ready()
    refused(*finish(papered(cast, second=cast.agency.registrars[0])), "paper.people")


def test_the_same_person_attests_twice_with_a_key_at_either_party() -> None:
    cast = factory.ready()
    di = cast.agency.registrars[1]
    twin = cast.world.enrol(cast.district, di.name, "registrar", "Registrar")
    cast.world.wait(hours=80)
    refused(*finish(papered(cast, first=di, second=twin)), "paper.people", "three people")


def test_two_of_the_same_party_attest() -> None:
    cast = factory.ready()
    refused(*finish(papered(cast, second=cast.agency.registrars[1])), "paper.people", "somebody of another")
    cast = factory.ready()
    two = cast.district.registrars
    refused(*finish(papered(cast, first=two[0], second=two[1])), "paper.people", "somebody of another")


def test_the_second_attester_has_a_key_at_the_party_that_signs_too() -> None:
    cast = factory.ready()
    bo = cast.district.registrars[1]
    cast.world.enrol(cast.agency, bo.name, "records", "Records Officer")
    cast.world.wait(hours=80)
    refused(*finish(papered(cast, second=bo)), "paper.people", "speaks for both")


@pytest.mark.parametrize("which", ["agency", "district"])
def test_the_signatory_is_an_attester(which: str) -> None:
    cast = factory.ready()
    person = getattr(cast, which).registrars[0].person
    refused(*finish(papered(cast, person=person)), "paper.people", "three people")


def test_another_scan_hash_in_the_two_attestations() -> None:
    refused(*finish(papered(sheet_first={"scan": b64u(b"t" * 32)})), "paper.sheet")


@pytest.mark.parametrize(
    "twist",
    [{"name": "Sam Stein"}, {"office": "chief"}, {"signed": date(2026, 5, 5)}],
    ids=["name", "office", "day"],
)
def test_the_two_say_different_things_of_the_sheet(twist: dict[str, Any]) -> None:
    refused(*finish(papered(sheet_first=twist)), "paper.sheet")


def test_a_second_attestation_poses_as_a_first() -> None:
    refused(*finish(papered(beside_first=b64u(b"b" * 32))), "paper.sheet")


@pytest.mark.parametrize("who", ["about", "about_first"])
@pytest.mark.parametrize("member", [{"head": b64u(b"h" * 32)}, {"slot": "s2"}], ids=["head", "slot"])
def test_a_sheet_of_another_head_or_slot(who: str, member: dict[str, Any]) -> None:
    refused(*finish(papered(**{who: member})), "statement.binding")


def test_a_sheet_attested_before_a_reopening_of_the_very_same_text() -> None:
    cast = factory.ready()
    early = cast.world.now - timedelta(hours=1)
    refused(*finish(papered(cast, issued=early)), "statement.binding", "before this text was frozen")


def test_an_attestation_inside_the_waiting_time() -> None:
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "City Clerk")
    refused(*finish(papered(cast, first=clerk)), "signer.waiting")


def test_an_attestation_by_a_revoked_key() -> None:
    cast = factory.ready()
    cast.world.revoke(cast.district.registrars[0], by=cast.district.registrars[1])
    refused(*finish(papered(cast)), "signer.revoked")


def test_an_attestation_by_a_former_registrar() -> None:
    cast = factory.ready()
    cast.world.end(cast.district.registrars[0], by=cast.district.registrars[1])
    refused(*finish(papered(cast)), "signer.office", "held the office only until")


@pytest.mark.parametrize("which", ["key_used", "key_first"])
def test_an_attestation_signed_with_another_key(which: str) -> None:
    cast = factory.ready()
    refused(*finish(papered(cast, **{which: cast.chief.key})), "signature.key")


def test_an_executive_attests_for_the_other_party() -> None:
    cast = factory.ready()
    refused(*finish(papered(cast, second=cast.superintendent)), "signer.office")


def test_an_office_that_may_not_sign_here() -> None:
    refused(*finish(papered(office="sergeant", title="Sergeant")), "signer.office", "Sam Stone")


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 6, 1)])
def test_a_day_on_which_the_sheet_could_not_be_signed(day: date) -> None:
    refused(*finish(papered(signed=day)), "paper.day")


def test_paper_on_top_of_a_signature_by_key() -> None:
    cast = factory.frozen(paper=("s1",))
    cast.world.approve(cast.chief, "s1")
    cast.world.attest(cast.agency.registrars[0], cast.district.registrars[0], "s1")
    refused(*finish(cast), "signer.twice", "one slot was signed twice")


def test_a_signature_by_key_on_top_of_paper() -> None:
    cast = papered()
    cast.world.approve(cast.chief, "s1")
    refused(*finish(cast), "signer.twice", "one slot was signed twice")


def test_one_person_signs_by_hand_here_and_with_a_key_there() -> None:
    cast = factory.ready()
    refused(*finish(papered(cast, person=cast.superintendent.person)), "signer.twice", "two slots")


def test_an_attestation_after_the_last_day() -> None:
    cast = factory.frozen(paper=("s1",))
    cast.world.wait(days=61)
    cast.world.attest(cast.agency.registrars[0], cast.district.registrars[0], "s1")
    refused(*finish(cast), "statement.expired", "last day")


def test_an_attestation_presented_as_an_approval_and_the_reverse() -> None:
    cast = factory.frozen(paper=("s1",))
    cast.world.attest(cast.agency.registrars[0], cast.district.registrars[0], "s1", event="signed")
    cast.world.paper.clear()
    refused(*finish(cast), "statement.type")
    package, policy = finish(papered())
    half = parse(package)["edition_chain"][1]["envelope"]
    refused(tampered(package, lambda p: p.update(paper=[half])), policy, "chain.envelope")
    assert envelope_hash(half)


def test_a_slot_nobody_knows_is_signed_on_paper() -> None:
    refused(*finish(papered(leaf_slot="s9")), "slot.unknown")


def test_a_key_that_was_later_named_as_compromised_is_warned_of() -> None:
    cast = papered()
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    since = cast.world.now - timedelta(hours=1)
    cast.world.revoke(cast.district.registrars[0], by=cast.district.registrars[1], since=since)
    found = accepted(cast.world.package(), cast.world.policy())
    assert any(
        check.warned and "the key of Ann Archer" in check.as_dict()["warning"] for check in found.checks
    )
