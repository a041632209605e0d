"""Vectors that hold: each way in which an honest package may look."""

from datetime import timedelta

from tests.evidence import factory
from tests.vectors.case import Case, Cases, Made, bad, finished, good, out
from workflow.evidence.clause_tree import Attachment


def cases() -> Cases:
    published = factory.good_package()
    yield good("good-published", "as on the web, with the proof of its publication", published)
    yield good("good-core", "as inside the PDF, without publication", out(factory.signed()))
    yield good("good-eddsa", "every key Ed25519", finished(factory.ready(alg="EdDSA")))
    yield good("good-rs256", "every key RSA", finished(factory.ready(alg="RS256")))
    yield good("good-no-wait", "a manifest without waiting time", _no_wait())
    yield good("good-order-set", "signed in the order that was set", out(factory.signed(factory.frozen(order="set"))))  # fmt: skip
    yield good("good-adoption", "an exhibit, and a board that adopted the text", adopted())
    yield good("good-reopened", "voided once, frozen and signed again", _reopened())
    yield good("good-appointed-again", "left office, came back with the same key", _appointed_again())
    yield good("good-revoked-later", "a key revoked after it signed: a warning only", _revoked_later())
    yield good("good-rotated-log-key", "checkpoint signed by two log keys of the policy", _rotated())
    yield from _without_policy(published)


def _without_policy(published: Made) -> Cases:
    about = "nothing wrong, but no policy came by another way"
    yield bad("no-policy", about, "policy.present", (published[0], None))
    text = published[0].replace(b"does not enforce", b"enforces")
    yield bad(
        "no-policy-changed", "a changed word is told before the missing policy", "text.root", (text, None)
    )


def adopted(**twists: object) -> Made:
    cast = factory.ready()
    clerk = cast.world.enrol(cast.district, "Gil Gray", "clerk", "Clerk of the Board")
    cast.world.wait(hours=80)
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    exhibit = Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32, redactable=True)
    factory.frozen(cast, adopting_bodies=[body], attachments=[exhibit])
    cast.world.adopt(clerk, "board", **twists)
    return out(factory.signed(cast))


def _no_wait() -> Made:
    cast = factory.ready(waiting_hours=0)
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police")
    return finished(cast)


def _reopened() -> Made:
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s1")
    cast.world.event("voided")
    factory.frozen(cast)
    begun = len(cast.world.edition_chain) - 1
    factory.signed(cast)
    cast.world.edition_chain = cast.world.edition_chain[begun:]
    return out(cast)


def _appointed_again() -> Made:
    cast = factory.ready()
    cast.world.end(cast.chief)
    cast.chief = cast.world.enrol(cast.agency, "Flo Foster", "chief", "Chief of Police", key=cast.chief.key)
    cast.world.wait(hours=80)
    return finished(cast)


def _revoked_later() -> Made:
    cast = factory.signed()
    cast.world.revoke(cast.chief, since=cast.world.now - timedelta(days=30))
    return out(cast)


def _rotated() -> Made:
    world, new = factory.signed().world, factory.World()
    note, old_key = world.checkpoint(), world.log_key
    world.log_key = new.log_key
    both = note + world.checkpoint().splitlines(keepends=True)[-1]
    world.log_key = old_key
    return world.package(checkpoint=both), world.policy(log_keys=[world.vkey, new.vkey])


__all__ = ["Case", "adopted", "cases"]
