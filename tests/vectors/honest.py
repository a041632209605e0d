"""Vectors that hold: each way in which an honest package may look."""

from datetime import timedelta

from tests.evidence import factory
from tests.evidence.amended import answered
from tests.evidence.factory import Cast, Holder
from tests.evidence.test_hiding import HIDDEN
from tests.evidence.test_paper import finish, papered
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
    yield from _revoked_beside()
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
    return out(_voted(**twists)[0])


def _voted(**twists: object) -> tuple[Cast, Holder]:
    """A clerk's board adopted the text, and both signed it."""
    cast = factory.ready()
    clerk = cast.world.enrol(cast.district, "Gil Gray", "clerk", "Clerk of the Board")
    cast.world.wait(hours=80)
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    exhibit = Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32, redactable=True)
    factory.frozen(cast, adopting_bodies=[body], attachments=[exhibit])
    cast.world.adopt(clerk, "board", **twists)
    return factory.signed(cast), clerk


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


def _revoked_beside() -> Cases:
    """Keys of those who do not sign the text, and speak for it: each is warned of in the step that hears it."""
    cast, clerk = _voted()
    yield good(
        "good-revoked-clerk", "the key that recorded the vote was revoked later", _out_without(cast, clerk)
    )
    cast = papered()
    finish(cast)
    for party in (cast.agency, cast.district):
        first, second = party.registrars
        cast.world.revoke(first, by=second, since=cast.world.now - timedelta(days=1))
    yield good("good-revoked-attesters", "the keys that attested a sheet were revoked later", out(cast))
    made = answered().signed()
    _out_without(made.cast, made.people["clerk"])
    _out_without(made.cast, made.people["police"])
    yield good(
        "good-revoked-answering",
        "keys of the clerk and of counsel were revoked after a correction",
        made.out(),
    )
    cast = factory.signed()
    approver = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "City Clerk")
    cast.world.wait(hours=80)
    cast.world.hide(approver, HIDDEN)
    yield good(
        "good-revoked-approver",
        "the key that approved what is hidden was revoked later",
        _out_without(cast, approver),
    )


def _out_without(cast: Cast, holder: Holder) -> Made:
    cast.world.revoke(holder, since=cast.world.now - timedelta(days=30))
    return out(cast)


def _rotated() -> Made:
    world, new = factory.signed().world, factory.World()
    note, old_key = world.checkpoint(), world.log_key
    world.log_key = new.log_key
    both = note + world.checkpoint().splitlines(keepends=True)[-1]
    world.log_key = old_key
    return world.package(checkpoint=both), world.policy(log_keys=[world.vkey, new.vkey])


__all__ = ["Case", "adopted", "cases"]
