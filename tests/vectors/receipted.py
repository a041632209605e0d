"""Vectors about receipts: an act that stands in the log, and everything that can be taken from another receipt, text or log."""

from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from tests.evidence import amended, factory
from tests.evidence.factory import World
from tests.evidence.test_paper import papered
from tests.vectors.case import Case, Cases, Made, bad, good, unusable, with_policy
from workflow.evidence import merkle, receipt, tlog
from workflow.evidence.canonical import b64u, dumps, loads
from workflow.evidence.cosignature import cosign, vkey
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.package import Entry

AT = 1778000000
Change = Callable[[dict[str, Any]], object]
KEPT = {
    "good-approval", "good-decline", "good-adoption", "good-correction", "good-attested", "good-witnesses", "good-mldsa", "no-policy", "no-extra",
    "words-of-another", "statement-of-another", "decline-as-approval", "another-place", "another-log", "another-size", "another-index", "witness-unknown",
    "unknown-party", "another-service",
}  # fmt: skip
"""Those that everybody has; the tests make the others afresh."""


def entry(world: World, event: str, number: int = 0) -> Entry:
    """An event of this edition's chain."""
    return [one for one in world.edition_chain if one.leaf["event"] == event][number]


def written(world: World, one: Entry, change: Change | None = None, **twists: Any) -> bytes:
    """The receipt of an event. Twists: `index`, `size` (of the tree of the proof), `note`, `extra`; `change` is made to what it says."""
    size = twists.get("size", world.size)
    said = twists.get("extra", receipt.extra(one.leaf, one.envelope or {}))
    if change:
        told = loads(said)
        change(told)
        said = dumps(told)
    proof = merkle.inclusion(one.index, size, world.node)
    note = twists.get("note", world.checkpoint())
    return tlog.tlog_proof(twists.get("index", one.index), proof, note, said).encode()


def forged(world: World, one: Entry, change: Change) -> bytes:
    """An event that the operator logged otherwise than it may be: its leaf is in the log, and its receipt is whole."""
    told: dict[str, Any] = {"leaf": dict(one.leaf), "envelope": dict(one.envelope or {})}
    change(told)
    told["leaf"]["subject"] = envelope_hash(told["envelope"])
    index = world.log(told["leaf"])
    return written(world, Entry(told["leaf"], index, (), told["envelope"]))


def cases() -> Cases:
    yield from _acts()
    yield from _files()
    yield from _said()
    yield from _logs()
    yield from _witnesses()


def _played() -> tuple[World, Entry]:
    world = factory.signed().world
    return world, entry(world, "signed")


def _acts() -> Cases:
    world, one = _played()
    whole, policy = written(world, one), world.policy()
    yield good("good-approval", "an approval that stands in the log", (whole, policy))
    yield bad("no-policy", "no policy came by another way", "policy.present", (whole, None))
    cast = factory.frozen()
    cast.world.decline(cast.superintendent, "s2")
    yield good("good-decline", "a decline", (written(cast.world, entry(cast.world, "declined")), cast.world.policy()))  # fmt: skip
    cast = factory.ready()
    clerk = cast.world.enrol(cast.district, "Gil Gray", "clerk", "Clerk of the Board")
    cast.world.wait(hours=80)
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    factory.frozen(cast, adopting_bodies=[body])
    cast.world.adopt(clerk, "board")
    yield good("good-adoption", "the vote of a board", (written(cast.world, entry(cast.world, "adopted")), cast.world.policy()))  # fmt: skip
    answered = amended.answered().world
    yield good("good-correction", "an answer for a correction", (written(answered, entry(answered, "corrected")), answered.policy()))  # fmt: skip
    paper = papered().world
    yield good("good-attested", "an attestation of a signature on paper", (written(paper, entry(paper, "attested")), paper.policy()))  # fmt: skip
    yield good("good-oldest", "the smallest tree that it stands in", (written(world, one, size=one.index + 1, note=world.checkpoint(one.index + 1)), policy))  # fmt: skip


def _files() -> Cases:
    world, one = _played()
    whole, policy = written(world, one), world.policy()
    first, said, index, *rest = whole.split(b"\n")

    def file(name: str, about: str, data: bytes) -> Case:
        return unusable(name, about, "log.proof", (data, policy))

    yield file("no-extra", "the proof alone, which does not say of what", b"\n".join([first, index, *rest]))
    yield file("extra-empty", "an extra line that says nothing", b"\n".join([first, b"extra ", index, *rest]))
    yield file("extra-not-base64", "what it says has a letter more", b"\n".join([first, said + b"A", index, *rest]))  # fmt: skip
    yield file("extra-twice", "it says it twice", b"\n".join([first, said, said, index, *rest]))
    yield file("extra-spaced", "what it says is not canonical", written(world, one, extra=receipt.extra(one.leaf, one.envelope or {}) + b" "))  # fmt: skip
    yield file("extra-member", "it says more than it may", written(world, one, lambda told: told.update(more=1)))  # fmt: skip
    yield file("extra-party", "the link of a party's chain", written(world, one, lambda told: told.update(leaf=world.members[0].chain[0].leaf)))  # fmt: skip
    yield file("no-index", "no place in the log", b"\n".join([first, said, *rest]))
    yield file("index-padded", "a place with a zero before it", whole.replace(b"\nindex ", b"\nindex 0"))
    yield file("hash-short", "a step that is no hash", b"\n".join([first, said, index, b"AAAA", *rest]))
    yield file("hash-not-base64", "a step with spare bits", b"\n".join([first, said, index, b"A" * 42 + b"B=", *rest]))  # fmt: skip
    yield file("no-checkpoint", "it ends before the checkpoint", whole.partition(b"\n\n")[0])
    yield file("not-utf-8", "bytes that are no text", whole + b"\xff")
    yield file("too-long", "longer than a receipt is", whole + b"x" * receipt.LARGEST)
    yield unusable("policy-is-none", "a policy that is none", "policy.json", (whole, b"[1, 2]"))
    yield unusable("policy-is-receipt", "a receipt for a policy", "policy.json", (whole, whole))
    yield unusable("another-header", "another version of the format", "package.json", (whole.replace(b"@v1", b"@v2"), policy))  # fmt: skip
    yield unusable("windows-lines", "lines that end as on Windows", "package.json", (whole.replace(b"\n", b"\r\n"), policy))  # fmt: skip


def _said() -> Cases:
    world, one = _played()
    other = entry(world, "signed", 1)
    trust = world.policy()

    def told(change: Change, *, of: Entry = one) -> Made:
        return written(world, of, change), trust

    words = fingerprint(b"x" * 32)
    yield bad("words-of-another", "the words of another text", "log.proof", told(lambda said: said.update(fingerprint=words)))  # fmt: skip
    yield bad("statement-of-another", "the leaf with the statement of somebody else", "log.proof", told(lambda said: said.update(envelope=other.envelope)))  # fmt: skip
    yield bad("leaf-of-another", "somebody else's leaf and my statement", "log.proof", told(lambda said: said.update(leaf=other.leaf)))  # fmt: skip
    yield bad("all-of-another", "somebody else's act at my place", "log.inclusion", (written(world, one, extra=receipt.extra(other.leaf, other.envelope or {})), trust))  # fmt: skip
    yield bad("unknown-party", "by a party that the policy does not know", "policy.party", (written(world, one), world.policy(parties=[])))  # fmt: skip
    yield bad("another-service", "of another installation than the policy's", "policy.deployment", (written(world, one), world.policy(deployment="another")))  # fmt: skip

    def logged(name: str, about: str, code: str, change: Change) -> Case:
        return bad(name, about, code, (forged(world, one, change), trust))

    declining = factory.frozen()
    declining.world.decline(declining.superintendent, "s2", event="signed")
    yield bad("decline-as-approval", "a decline that was logged as signed", "statement.type", (written(declining.world, entry(declining.world, "signed")), declining.world.policy()))  # fmt: skip
    yield logged("approval-as-decline", "an approval that was logged as declined", "statement.type", lambda told: told["leaf"].update(event="declined"))  # fmt: skip
    yield logged("another-place", "logged for another place", "statement.binding", lambda told: told["leaf"].update(slot="s2"))  # fmt: skip
    yield logged("another-text", "logged under another text", "statement.binding", lambda told: told["leaf"].update(head=b64u(b"x" * 32)))  # fmt: skip
    yield logged("another-edition", "logged for another edition", "statement.binding", lambda told: told["leaf"].update(edition=2))  # fmt: skip
    yield logged("another-mou", "logged for another agreement", "statement.binding", lambda told: told["leaf"].update(mou="other"))  # fmt: skip
    yield logged("event-without-act", "an event that nobody signs", "chain.leaf", lambda told: told["leaf"].update(event="executed"))  # fmt: skip
    yield logged("no-place", "a signature without a place", "chain.leaf", lambda told: told["leaf"].update(slot=""))  # fmt: skip
    yield logged("corrected-at-a-place", "an answer for a correction at a place", "chain.leaf", lambda told: told["leaf"].update(event="corrected"))  # fmt: skip
    yield logged("too-late", "recorded after it expired", "statement.expired", lambda told: told["leaf"].update(at="2026-06-01T00:00:00Z"))  # fmt: skip
    yield logged("too-early", "recorded before it was given", "statement.expired", lambda told: told["leaf"].update(at="2026-05-01T00:00:00Z"))  # fmt: skip
    yield logged("not-a-statement", "a statement that is none", "statement.json", lambda told: told["envelope"].update(statement=b64u(b"{")))  # fmt: skip
    yield logged("lacking", "a statement without its members", "statement.members", lambda told: told["envelope"].update(statement=b64u(b"{}")))  # fmt: skip
    far = World("e0" * 10)
    yield bad("of-another-service", "a statement for another installation", "statement.binding", _elsewhere(far))  # fmt: skip


def _elsewhere(world: World) -> Made:
    """A leaf of this installation about a statement that was signed for another."""
    other = factory.signed().world
    one = entry(other, "signed")
    told = one.leaf | {"deployment": world.deployment}
    world.party("district", "Springfield School District", ("Ann Archer", "Bo Baker"))
    world.members = other.members
    whole = written(world, Entry(told, world.log(told), (), one.envelope))
    return whole, world.policy()


def _logs() -> Cases:
    world, one = _played()
    trust, size = world.policy(), world.size
    whole = written(world, one)
    stranger = Ed25519PrivateKey.generate()

    def signed(name: str, key: Ed25519PrivateKey) -> bytes:
        root = merkle.root(size, world.node)
        return written(world, one, note=tlog.sign_checkpoint(name, size, root, key))

    yield bad("another-log", "the checkpoint of another log", "log.key", (signed("other.example/log", world.log_key), trust))  # fmt: skip
    yield bad("another-key", "a checkpoint by another key", "log.checkpoint", (signed(world.origin_name, stranger), trust))  # fmt: skip
    yield bad("another-size", "a proof for another size of the log", "log.inclusion", (written(world, one, size=size - 1), trust))  # fmt: skip
    yield bad("another-index", "the place of another act", "log.inclusion", (written(world, one, index=one.index - 1), trust))  # fmt: skip
    yield bad("index-beyond", "a place that the log has not", "log.inclusion", (written(world, one, index=9_999_999_999_999_999), trust))  # fmt: skip
    yield bad("index-beyond-no-policy", "the same without a policy", "log.inclusion", (written(world, one, index=size), None))  # fmt: skip
    yield bad("unsigned", "nobody signed the checkpoint", "log.checkpoint", (whole.rpartition(b"\n\xe2")[0], trust))  # fmt: skip
    yield bad("unsigned-no-policy", "nobody signed the checkpoint, and no policy asks", "policy.present", (whole.rpartition(b"\n\n")[0], None))  # fmt: skip
    yield bad("no-checkpoint-there", "something else than a checkpoint", "log.checkpoint", (written(world, one, note="Dear board"), None))  # fmt: skip
    yield bad("root-spare", "a root with spare bits", "log.checkpoint", (written(world, one, note=f"a\n5\n{'A' * 42}B=\n\n"), None))  # fmt: skip
    yield bad("size-beyond", "a size that there is not", "log.checkpoint", (written(world, one, note=f"a\n9999999999999999\n{'A' * 43}=\n\n"), None))  # fmt: skip
    yield bad("size-beyond-by-policy", "no text where the checkpoint should be", "log.key", (written(world, one, note=""), trust))  # fmt: skip
    key = [{"from": 0, "key": world.vkey, "until": size - 1}]
    yield bad("key-after-its-time", "by a key that was replaced before", "log.key", with_policy((whole, trust), log_key_sizes=key))  # fmt: skip
    world.key_beside = MLDSA44PrivateKey.generate()
    both = world.policy()
    yield good("good-mldsa", "the log signed with ML-DSA-44 beside Ed25519", (written(world, one), both))
    yield bad("mldsa-missing", "the policy asks for ML-DSA-44 too", "log.checkpoint", (whole, both))


def _witnesses() -> Cases:
    world, one = _played()
    library, district, stranger = (
        (name, Ed25519PrivateKey.generate()) for name in ("library.example", "district.example", "nobody.example")
    )  # fmt: skip
    trust = world.policy(witnesses=[vkey(*library), vkey(*district)])
    note = world.checkpoint()

    def by(
        *witnesses: tuple[str, Ed25519PrivateKey], over: str = note, time: int = AT, more: str = ""
    ) -> Made:
        lines = "".join(cosign(over, name, key, time).line() for name, key in witnesses)
        return written(world, one, note=note + lines + more), trust

    def refused(name: str, about: str, made: Made, code: str = "log.witnesses") -> Case:
        return bad(name, about, code, made)

    yield good("good-witness", "cosigned by a witness of the policy", by(library))
    yield good("good-witnesses", "cosigned by both witnesses of the policy", by(library, district))
    yield good("witness-none", "cosigned by nobody, which the answer says", by())
    yield bad("witness-alone", "cosigned, and no policy", "policy.present", (by(library)[0], None))
    yield refused("witness-unknown", "by somebody whom the policy does not know", by(library, stranger))
    yield refused("witness-by-another", "by another key with the name of a witness", by(("library.example", stranger[1])))  # fmt: skip
    yield refused("witnesses-order", "in another order than the policy's", by(district, library))
    yield refused("witness-twice", "one witness twice", by(library, library))
    yield refused("witness-of-another", "over another checkpoint", by(library, over=world.checkpoint(5)))
    yield refused("witness-time", "a time that there is not", by(library, time=1 << 60))
    yield refused("witness-short", "a cosignature that is too short", by(more=_cut(cosign(note, *library, AT).line())))  # fmt: skip
    yield refused("witness-before-the-log", "the log's own line after that of a witness", (written(world, one, note=_turned(note, cosign(note, *library, AT).line())), trust), "log.checkpoint")  # fmt: skip
    yield refused("log-again-behind", "the log's own line once more after that of a witness", by(library, more=note.splitlines()[-1] + "\n"))  # fmt: skip
    yield refused("line-that-is-none", "a line that is no signature", by(library, more="Hello\n"), "log.checkpoint")  # fmt: skip
    yield refused("line-not-base64", "a line that is not base64", by(more="\u2014 library.example AAB=\n"), "log.checkpoint")  # fmt: skip
    yield refused("line-cut", "a line without its end", by(more=cosign(note, *library, AT).line()[:-1]), "log.checkpoint")  # fmt: skip
    own = next(line for line in note.splitlines() if line.startswith("\u2014"))
    yield refused("own-line-cut", "the log's line without its end", (written(world, one, note=note[:-1]), trust), "log.checkpoint")  # fmt: skip
    yield refused("own-line-twice", "the log's own line twice", by(more=own + "\n"), "log.checkpoint")


def _cut(line: str) -> str:
    name, data = tlog.read_signature_line(line[:-1])
    return tlog.signature_line(name, data[:-1])


def _turned(note: str, line: str) -> str:
    body, gap, own = note.partition("\n\n")
    return body + gap + line + own
