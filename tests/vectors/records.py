"""Vectors about the record: the edition's chain, the log, what was published, and what the manifest asks for."""

from typing import Any

from tests.evidence import factory
from tests.vectors.case import Cases, Made, bad, changed, out
from tests.vectors.honest import adopted
from workflow.evidence import merkle, package
from workflow.evidence.canonical import b64u


def cases() -> Cases:
    yield from _log()
    yield from _chain()
    yield from _required()
    yield from _publication()


def _log() -> Cases:
    world, other = factory.signed().world, factory.signed().world
    trust, size = world.policy(), world.edition_chain[-1].index
    about = "the checkpoint of another log"
    yield bad("log-another", about, "log.checkpoint", (world.package(checkpoint=other.checkpoint()), trust))
    yield bad("log-key-another", "the key of another log", "log.key", (world.package(log_key=other.vkey), trust))  # fmt: skip
    fork = factory.World()
    fork.log_key = world.log_key
    fork.noise(world.size)
    forked = world.package(checkpoint=fork.checkpoint())
    yield bad("log-forked", "same key and size, other leaves", "log.inclusion", (forked, trust))
    cut = [
        package.Entry(e.leaf, e.index, merkle.inclusion(min(e.index, size - 1), size, world.node), e.envelope)
        for e in world.edition_chain
    ]
    parties = [
        [
            package.Entry(e.leaf, e.index, merkle.inclusion(e.index, size, world.node), e.envelope)
            for e in member.chain
        ]
        for member in world.members
    ]
    short = world.package(edition_chain=cut, parties=parties, checkpoint=world.checkpoint(size))
    yield bad("log-truncated", "cut before executed and signed again", "log.inclusion", (short, trust))
    note = world.package(checkpoint=world.checkpoint() + "\u2014 nobody AAAAAAAA\n")
    yield bad("note-line", "a signature line by nobody we know", "log.checkpoint", (note, trust))
    chain = world.proven(world.edition_chain)
    world.noise(30)
    yield bad("proof-size", "proofs for a smaller tree", "log.inclusion", (world.package(edition_chain=chain), world.policy()))  # fmt: skip


def _chain() -> Cases:
    made = out(factory.signed())
    yield bad("edition-gap", "a link of the edition is missing", "chain.link", changed(made, lambda p: p["edition_chain"].pop(1)))  # fmt: skip
    yield bad("party-gap", "a link of a party is missing", "chain.link", changed(made, lambda p: p["parties"][0]["chain"].pop(1)))  # fmt: skip
    yield bad("no-genesis", "a party without its beginning", "party.genesis", changed(made, lambda p: p["parties"][0]["chain"].pop(0)))  # fmt: skip
    yield bad("parties-swapped", "the chains changed places", "chain.leaf", changed(made, lambda p: p["parties"].reverse()))  # fmt: skip
    yield bad("never-executed", "the last event is missing", "chain.events", changed(made, lambda p: p["edition_chain"].pop()))  # fmt: skip
    yield bad("envelopes-swapped", "two signatures changed places", "chain.envelope", changed(made, _swap))
    yield bad("voided", "voided between two signatures, completed later", "chain.events", _voided())
    yield bad("left-behind", "a signature from before a reopening", "statement.binding", _left_behind())
    yield bad("declined", "the chief had declined", "chain.events", _declined())


def _swap(value: dict[str, Any]) -> None:
    first, second = (entry for entry in value["edition_chain"] if "envelope" in entry)
    first["envelope"], second["envelope"] = second["envelope"], first["envelope"]


def _voided() -> Made:
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s1")
    cast.world.event("voided")
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    return out(cast)


def _left_behind() -> Made:
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
    return out(cast)


def _declined() -> Made:
    cast = factory.frozen()
    cast.world.decline(cast.chief, "s1")
    return out(factory.signed(cast))


def _required() -> Cases:
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s1")
    cast.world.event("executed")
    made = out(cast)
    yield bad("signature-missing", "the superintendent did not sign", "slot.missing", made)
    optional = changed(made, lambda p: p["manifest"]["slots"][1].update(required=False))
    yield bad("slot-removed", "and the manifest no longer asks for it", "manifest.floor", optional)
    late = factory.frozen(order="set")
    late.world.approve(late.superintendent, "s2")
    late.world.approve(late.chief, "s1")
    late.world.event("executed")
    yield bad("order-broken", "signed in another order than was set", "slot.order", out(late))
    board = changed(adopted(), lambda p: p["manifest"].update(adopting_bodies=[]))
    yield bad("body-removed", "the manifest no longer asks for the board", "chain.leaf", board)
    yield bad("adoption-missing", "the board never adopted it", "adoption.missing", _unadopted())
    yield bad("adoption-of-another", "the board adopted another text", "statement.binding", adopted(head=b64u(b"h" * 32)))  # fmt: skip


def _unadopted() -> Made:
    cast = factory.ready()
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    return out(factory.signed(factory.frozen(cast, adopting_bodies=[body])))


def _publication() -> Cases:
    made = factory.good_package()

    def published(name: str, about: str, code: str, change: Any) -> Any:
        return bad(name, about, code, changed(made, lambda value: change(value["publication"])))

    yield published("pdf-another", "another PDF was published", "publication.leaf", lambda p: p.update(pdf=b64u(b"p" * 32)))  # fmt: skip
    yield published("core-another", "another package was published", "publication.core", lambda p: p.update(core=b64u(b"c" * 32)))  # fmt: skip
    yield published("consistency", "the later log does not continue the earlier", "publication.log", lambda p: p["consistency"].pop())  # fmt: skip
