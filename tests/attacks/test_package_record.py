"""Attacks on the record: the edition's chain, the log it stands in, what was published, and what the manifest asks for."""

from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.judging import accepted, refused, tampered
from workflow.evidence import merkle, package
from workflow.evidence.canonical import b64u, dumps, loads, sha256
from workflow.evidence.statement import MEDIA


def test_a_checkpoint_of_another_log_is_refused() -> None:
    ours, other = factory.signed().world, factory.signed().world
    forged = ours.package(checkpoint=other.checkpoint())
    refused(forged, ours.policy(), "log.checkpoint")
    refused(ours.package(log_key=other.vkey), ours.policy(), "log.key")


def test_a_checkpoint_of_a_forked_log_does_not_hold_the_leaves() -> None:
    world = factory.signed().world
    fork = factory.World()
    fork.log_key = world.log_key
    fork.noise(world.size)
    refused(world.package(checkpoint=fork.checkpoint()), world.policy(), "log.inclusion")


def test_a_proof_for_another_tree_size_is_refused() -> None:
    world = factory.signed().world
    chain = world.proven(world.edition_chain)
    world.noise(30)
    refused(world.package(edition_chain=chain), world.policy(), "log.inclusion")


def test_a_truncated_log_that_was_signed_again_does_not_hold_what_it_lost() -> None:
    world = factory.signed().world
    size = world.edition_chain[-1].index
    proven = [
        package.Entry(e.leaf, e.index, merkle.inclusion(min(e.index, size - 1), size, world.node), e.envelope)
        for e in world.edition_chain
    ]
    refused(
        world.package(edition_chain=proven, checkpoint=world.checkpoint(size)),
        world.policy(),
        "log.inclusion",
    )


def test_a_leaf_that_is_not_in_the_log_is_refused() -> None:
    def change(value: dict[str, Any]) -> None:
        value["edition_chain"][0]["leaf"]["at"] = "2026-05-04T17:08:01Z"

    world = factory.signed().world
    refused(tampered(world.package(), change), world.policy(), "chain.link")


@pytest.mark.parametrize("line", ["\u2014 nobody AAAAAAAA\n", "hello\n", "\n", "twice"])
def test_an_unknown_line_in_the_note_is_refused(line: str) -> None:
    world = factory.signed().world
    note = world.checkpoint()
    added = note + (note.splitlines(keepends=True)[-1] if line == "twice" else line)
    refused(world.package(checkpoint=added), world.policy(), "log.checkpoint")


def test_a_rotated_log_key_is_accepted_when_both_are_in_the_policy() -> None:
    world = factory.signed().world
    new = factory.World()
    note = world.checkpoint()
    old_key, world.log_key = world.log_key, new.log_key
    both = note + world.checkpoint().splitlines(keepends=True)[-1]
    world.log_key = old_key
    accepted(world.package(checkpoint=both), world.policy(log_keys=[world.vkey, new.vkey]))
    refused(world.package(checkpoint=both), world.policy(log_keys=[new.vkey, world.vkey]), "log.checkpoint")
    refused(world.package(checkpoint=both), world.policy(), "log.checkpoint")
    wrong = world.package(checkpoint=both, log_key=new.vkey)
    refused(wrong, world.policy(log_keys=[world.vkey, new.vkey]), "log.key")


def test_a_gap_in_the_edition_chain_is_refused() -> None:
    world = factory.signed().world
    refused(tampered(world.package(), lambda p: p["edition_chain"].pop(1)), world.policy(), "chain.link")


def test_a_gap_in_a_partys_chain_is_refused() -> None:
    world = factory.signed().world
    refused(
        tampered(world.package(), lambda p: p["parties"][0]["chain"].pop(1)), world.policy(), "chain.link"
    )


def test_a_chain_without_its_genesis_is_refused() -> None:
    world = factory.signed().world
    refused(
        tampered(world.package(), lambda p: p["parties"][0]["chain"].pop(0)), world.policy(), "party.genesis"
    )


def test_swapped_or_missing_parties_are_refused() -> None:
    world = factory.signed().world
    refused(tampered(world.package(), lambda p: p["parties"].reverse()), world.policy(), "chain.leaf")
    refused(tampered(world.package(), lambda p: p["parties"].pop()), world.policy(), "party.genesis")


def test_an_edition_that_was_never_executed_is_not_verified() -> None:
    world = factory.signed().world
    refused(tampered(world.package(), lambda p: p["edition_chain"].pop()), world.policy(), "chain.events")


def test_a_voided_signing_completed_later_is_refused() -> None:
    cast = factory.frozen()
    world = cast.world
    world.approve(cast.chief, "s1")
    world.event("voided")
    world.approve(cast.superintendent, "s2")
    world.event("executed")
    refused(world.package(), world.policy(), "chain.events", "voided")


def test_signatures_left_behind_by_a_reopening_do_not_count_for_the_new_text() -> None:
    cast = factory.frozen()
    world = cast.world
    world.approve(cast.chief, "s1")
    old = world.edition_chain[-1]
    world.event("voided")
    factory.frozen(cast)
    begun = len(world.edition_chain) - 1
    world.event("signed", "s1", old.leaf["subject"], old.envelope)
    world.approve(cast.superintendent, "s2")
    world.event("executed")
    world.edition_chain = world.edition_chain[begun:]
    refused(world.package(), world.policy(), "statement.binding", "another text")


def test_a_reopened_edition_that_was_signed_afresh_is_verified() -> None:
    cast = factory.frozen()
    world = cast.world
    world.approve(cast.chief, "s1")
    world.event("voided")
    factory.frozen(cast)
    begun = len(world.edition_chain) - 1
    factory.signed(cast)
    world.edition_chain = world.edition_chain[begun:]
    accepted(world.package(), world.policy())


def test_a_declined_edition_is_not_verified() -> None:
    cast = factory.frozen()
    cast.world.decline(cast.chief, "s1")
    factory.signed(cast)
    refused(cast.world.package(), cast.world.policy(), "chain.events", "declined")


def test_a_missing_signature_is_named() -> None:
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s1")
    cast.world.event("executed")
    refused(cast.world.package(), cast.world.policy(), "slot.missing", "(superintendent)")


def test_a_slot_removed_from_the_manifest_is_another_text() -> None:
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s1")
    cast.world.event("executed")
    manifest = cast.world.manifest

    def change(value: dict[str, Any]) -> None:
        value["manifest"]["slots"][1]["required"] = False

    verdict = refused(tampered(cast.world.package(), change), cast.world.policy(), "manifest.floor")
    assert "chain.leaf" in [check.id for check in verdict.checks] and manifest["slots"][1]["required"]


def test_an_adopting_body_removed_from_the_manifest_is_another_text() -> None:
    """The board never voted; a manifest that does not ask for it is not the one that was frozen and signed."""
    cast = factory.ready()
    board = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    factory.signed(factory.frozen(cast, adopting_bodies=[board]))
    package, policy = cast.world.package(), cast.world.policy()
    refused(package, policy, "adoption.missing", "Board of Education")
    for change in (lambda bodies: bodies.clear(), lambda bodies: bodies[0].update(required=False)):
        less = tampered(package, lambda value, change=change: change(value["manifest"]["adopting_bodies"]))
        assert "adoption.missing" not in refused(less, policy, "chain.leaf").codes


def test_a_manifest_without_the_two_offices_is_refused_even_if_all_signed_it() -> None:
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
    cast.world.wait(hours=80)
    factory.frozen(cast, slots=[("s1", cast.agency, ["clerk"]), ("s2", cast.district, ["superintendent"])])
    factory.signed(cast)
    refused(cast.world.package(), cast.world.policy(), "manifest.floor")


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ((["principal"], ["superintendent"]), "top law-enforcement"),
        ((["chief"], ["sheriff"]), "school official"),
    ],
    ids=["two school parties", "two agencies"],
)
def test_an_agreement_of_one_side_with_itself_is_refused_though_both_parties_signed(
    slots: tuple[list[str], list[str]], words: str
) -> None:
    cast = factory.ready()
    for name, member, (office,) in zip(
        ("chief", "superintendent"), (cast.agency, cast.district), slots, strict=True
    ):
        setattr(cast, name, cast.world.enrol(member, f"{office.title()} Example", office, office.title()))
    cast.world.wait(hours=80)
    places = [("s1", cast.agency, slots[0]), ("s2", cast.district, slots[1])]
    factory.signed(factory.frozen(cast, slots=places))
    verdict = refused(cast.world.package(), cast.world.policy(), "manifest.floor", words)
    assert verdict.codes == ["manifest.floor"]


def test_the_order_that_was_set_is_kept() -> None:
    cast = factory.frozen(order="set")
    accepted(factory.signed(cast).world.package(), cast.world.policy())
    cast = factory.frozen(order="set")
    cast.world.approve(cast.superintendent, "s2")
    cast.world.approve(cast.chief, "s1")
    cast.world.event("executed")
    refused(cast.world.package(), cast.world.policy(), "slot.order")


def test_another_partys_name_is_not_what_its_genesis_says() -> None:
    cast = factory.ready()
    parties = [{"id": m.id, "kind": m.kind, "legal_name": "Shelbyville Police"} for m in cast.world.members]
    factory.signed(factory.frozen(cast, parties=parties))
    refused(cast.world.package(), cast.world.policy(), "party.genesis", "not what its genesis says")


def _published(change: Any) -> tuple[bytes, bytes]:
    world = factory.signed().world
    return tampered(world.publish(world.package()), change), world.policy()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda p: p.update(pdf=b64u(b"p" * 32)), "publication.leaf"),
        (lambda p: p.update(core=b64u(b"c" * 32)), "publication.core"),
        (lambda p: p["consistency"].pop(), "publication.log"),
        (lambda p: p["chain"][0]["proof"].pop(), "log.inclusion"),
        (lambda p: p["chain"][0]["leaf"].update(seq=99), "chain.link"),
        (lambda p: p["chain"][0]["leaf"].update(event="executed"), "chain.leaf"),
        (lambda p: p["chain"][0]["leaf"].update(slot="s1"), "publication.leaf"),
        (lambda p: p.update(checkpoint="hello"), "log.checkpoint"),
    ],
)
def test_what_was_published_is_this_package_and_this_pdf(change: Any, code: str) -> None:
    refused(*_published(lambda package: change(package["publication"])), code)


def test_a_publication_of_another_core_is_refused() -> None:
    world = factory.signed().world
    other = factory.signed().world
    grafted = loads(world.package()) | {"publication": loads(other.publish(other.package()))["publication"]}
    refused(dumps(grafted), world.policy(), "publication.core")


def test_a_publication_of_a_broken_record_cannot_be_checked() -> None:
    world = factory.signed().world
    core = tampered(world.package(), lambda p: p["log"].update(checkpoint="hello"))
    value = loads(world.publish(world.package()))["publication"] | {"core": b64u(sha256(core))}
    refused(dumps(loads(core) | {"publication": value}), world.policy(), "publication.log")


def test_a_statement_with_no_place_in_a_partys_chain_is_refused() -> None:
    cast = factory.ready()
    cast.world.link(
        cast.agency,
        "redaction",
        {
            "type": MEDIA["redaction"],
            "statement": "",
            "signatures": [
                {"authenticator_data": "", "client_data": "", "key": cast.chief.key.id, "signature": ""}
            ],
        },
    )
    factory.signed(factory.frozen(cast))
    refused(cast.world.package(), cast.world.policy(), "statement.type")
