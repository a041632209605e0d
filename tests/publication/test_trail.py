"""What a record says happened, in words; what cannot be read says so instead of failing."""

from datetime import timedelta
from typing import Any

from tests.evidence import factory
from tests.evidence.judging import tampered
from tests.evidence.test_recovery import recovering
from tests.vectors.honest import adopted
from workflow.evidence.canonical import b64u, loads
from workflow.publication import trail


def test_an_edition_tells_who_did_what_from_frozen_to_published() -> None:
    rows = trail.edition(loads(factory.good_package()[0]))
    assert [row.number for row in rows] == list(range(7))
    assert [row.words.split(" ")[0] for row in rows] == [
        "The", "The", "Flo", "The", "Eve", "Everybody", "The"
    ]  # fmt: skip
    assert rows[2].words == (
        "Flo Foster, Chief of Police, approved the text and signed it for Springfield Police Department."
    )
    assert rows[-1].words == "The package and its PDF were published."
    assert [row.index for row in rows] == sorted(row.index for row in rows)


def test_an_adoption_tells_meeting_item_resolution_and_vote() -> None:
    rows = trail.edition(loads(adopted()[0]))
    assert rows[1].words == (
        "Gil Gray, Clerk of the Board, recorded that Board of Education adopted the text on Thursday 14 May 2026, item 7b, "
        "resolution 2026-31, by 7 to 0 with 0 abstaining."
    )


def test_a_decline_gives_its_reason() -> None:
    cast = factory.frozen()
    cast.world.decline(cast.chief, "s1")
    rows = trail.edition(loads(factory.signed(cast).world.package()))
    assert "declined to sign for Springfield Police Department. The reason given: Clause 2 is too wide." in rows[1].words  # fmt: skip


def test_a_party_tells_who_claimed_vouched_left_and_lost_a_key() -> None:
    cast = factory.ready()
    cast.world.end(cast.chief)
    cast.world.revoke(cast.superintendent, since=cast.world.now - timedelta(days=30))
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police")
    cast.world.wait(hours=80)
    parcel = loads(factory.signed(factory.frozen(cast)).world.package())
    district, agency = (trail.party(party["chain"]) for party in parcel["parties"])
    assert district[0].words == (
        "Ann Archer and Bo Baker began the public record of Springfield School District as its registrars. "
        "Authority: The head of the party binds it."
    )
    assert district[1].words.startswith("Cy Carter, Registrar, of another party, accepted this record.")
    assert agency[2].words == (
        "Flo Foster claimed the office of Chief of Police from Monday 12 January 2026 with a software key, and signed with that key."
    )
    assert agency[3].words.startswith("Cy Carter, Registrar, vouched for the claim with number 2.")
    assert "recorded that Flo Foster left the office chief at" in agency[4].words
    assert "withdrew a key, as compromised since" in district[-1].words


def test_what_cannot_be_read_says_so() -> None:
    def change(parcel: dict[str, Any]) -> None:
        parcel["edition_chain"][2]["envelope"]["statement"] = b64u(b"junk")
        parcel["parties"][0]["chain"][0]["envelope"]["statement"] = b64u(b'{"registrars":[1]}')
        parcel["parties"][0]["chain"][1]["envelope"]["statement"] = b64u(b'"{0}{name.real}"')
        parcel["parties"][1]["chain"][1]["leaf"]["type"] = "application/vnd.sro-mou.void.v1+json"

    parcel = loads(tampered(factory.good_package()[0], change))
    assert trail.edition(parcel)[2].words.startswith("(not said), (not said), approved the text")
    district, agency = (trail.party(party["chain"]) for party in parcel["parties"])
    assert district[0].words == (
        "(not said) and (not said) began the public record of (not said) as its registrars. Authority: (not said)"
    )
    assert district[1].words.startswith("(not said), (not said), of another party")
    assert agency[1].words == "A statement that has no place here."


def test_braces_in_a_statement_are_words() -> None:
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "{at} Gray {0}", "chief", "Chief {kind!r}")
    cast.world.wait(hours=80)
    parcel = loads(factory.signed(factory.frozen(cast)).world.package())
    assert "{at} Gray {0}, Chief {kind!r}, approved" in trail.edition(parcel)[2].words


def test_a_party_tells_of_a_recovery_and_of_an_objection_to_it() -> None:
    cast = recovering()
    cast.world.object(cast.district.registrars[0], cast.chief)
    rows = trail.party(entry.members() for entry in cast.agency.chain)
    assert rows[-2].words == (
        "Cy Carter, Registrar, and Di Dyer, Registrar, recovered Flo Foster, who had lost every key, by the claim with number 4. "
        "The new key counts 72 hours later. How the two knew the person: We met in person."
    )
    soon = trail.party(entry.members() for entry in recovering(waits=1).agency.chain)
    assert "The new key counts 1 hour later." in soon[-1].words
    assert rows[-1].words.startswith(
        "Ann Archer, Registrar, objected to a recovery, so that its key never counts."
    )
