"""Two heads signed for one edition, and old signatures under the same text frozen again: no package combines them."""

from datetime import timedelta

import pytest

from tests.evidence import factory
from tests.evidence.edition import CLAUSES
from tests.evidence.factory import Cast
from tests.evidence.judging import accepted, refused
from workflow.evidence.clause_tree import Clause
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.package import Entry

ANOTHER = (*CLAUSES[:3], Clause("3", "# 3. Term\n\nTwelve years from the last signature."))


def left(**twists: object) -> tuple[Cast, Entry, int]:
    """The chief signed one freeze, which was voided, and there is another: the people, what he signed, where the new one begins."""
    cast = factory.frozen()
    world, salts = cast.world, cast.world.sealed.salts
    world.approve(cast.chief, "s1")
    signed = world.edition_chain[-1]
    world.event("voided")
    if twists.pop("same_salts", False):
        twists["salts"] = salts
    factory.frozen(cast, **twists)
    return cast, signed, len(world.edition_chain) - 1


def completed(cast: Cast, begun: int) -> tuple[bytes, bytes]:
    """The superintendent signs honestly what is frozen now, and the operator calls it executed."""
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    cast.world.edition_chain = cast.world.edition_chain[begun:]
    return cast.world.package(), cast.world.policy()


def revived(cast: Cast, signed: Entry) -> None:
    """What the chief signed before, logged once more under the head of now."""
    assert signed.envelope is not None
    cast.world.event("signed", "s1", envelope_hash(signed.envelope), signed.envelope)


def test_two_heads_signed_for_one_edition_are_never_one_package() -> None:
    """The chief signed twelve months, the superintendent twelve years. Neither freeze has both."""
    cast, signed, begun = left(clauses=ANOTHER)
    revived(cast, signed)
    refused(*completed(cast, begun), "statement.binding")


def test_two_heads_in_one_chain_from_the_first_freeze_are_refused() -> None:
    cast, _, _ = left(clauses=ANOTHER)
    refused(*completed(cast, 0), "chain.leaf")


def test_a_signature_that_is_only_in_the_part_before_does_not_count() -> None:
    cast, _, begun = left(clauses=ANOTHER)
    refused(*completed(cast, begun), "slot.missing", "(chief or sheriff)")


@pytest.mark.parametrize("same_salts", [False, True])
def test_the_same_text_frozen_again_does_not_revive_the_old_signatures(same_salts: bool) -> None:
    """Word for word, even salt for salt: the manifest says when it was frozen, so the head is another."""
    cast, signed, begun = left(same_salts=same_salts)
    revived(cast, signed)
    refused(*completed(cast, begun), "statement.binding")


def test_the_very_same_manifest_frozen_again_does_not_revive_the_old_signatures() -> None:
    """An operator who freezes again under the first moment gets the first head: it was signed before the freeze that counts."""
    first = factory.frozen()
    world, manifest = first.world, first.world.manifest
    world.approve(first.chief, "s1")
    signed = world.edition_chain[-1]
    world.event("voided")
    factory.frozen(
        first,
        frozen_at=manifest["frozen_at"],
        expires=manifest["expires"],
        salts=world.sealed.salts,
    )
    assert world.manifest == manifest
    begun = len(world.edition_chain) - 1
    revived(first, signed)
    refused(*completed(first, begun), "statement.binding", "before this text was frozen")


def test_signed_anew_by_both_it_counts_again() -> None:
    cast, _, begun = left(same_salts=True)
    cast.world.wait(hours=1)
    cast.world.approve(cast.chief, "s1", issued=cast.world.now - timedelta(minutes=1))
    accepted(*completed(cast, begun))
