"""A package written anew by somebody who holds every key: one thing in it is otherwise, and all that follows from it is right.

`Book` opens a package: statements, and what browsers signed, are values again, and every key is one of ours. `Closing` makes a package
and its policy of that, in the log's order: each statement is signed, each hash that named another thing names it anew, the log,
its proofs and its checkpoints are made over what there is then. So whatever a verifier finds is about the one thing.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.evidence import envelope, leaf, manifest, merkle, tlog
from workflow.evidence.canonical import b64u, dumps, loads, sha256, unb64u
from workflow.evidence.software_key import SoftwareKey

Opened = dict[str, Any]
WAS = "was"
"""Member of what was opened: what its hashes were, and a link's turn in the log."""
HALF = "half"
"""Member of an opened link about a signature on paper: the first of the two attestations."""


def every(value: Any, of: Callable[[str], str]) -> Any:
    """A value with each text in it replaced."""
    if isinstance(value, dict):
        return {name: every(inner, of) for name, inner in value.items()}
    if isinstance(value, list):
        return [every(inner, of) for inner in value]
    return of(value) if isinstance(value, str) else value


def key_records(value: Any) -> Iterator[Opened]:
    """Whatever in it has a public key."""
    if isinstance(value, dict):
        yield from [value] if "spki" in value else []
        value = list(value.values())
    for inner in value if isinstance(value, list) else []:
        yield from key_records(inner)


def core_links(package: Opened) -> list[Opened]:
    """Every link of the core package."""
    chains = [one["chain"] for one in (*package["parties"], *package.get("adoptions", ()))]
    return [link for chain in (*chains, package["edition_chain"], package.get("redactions", [])) for link in chain]  # fmt: skip


def later_links(package: Opened) -> list[Opened]:
    """The links of its publication."""
    return list(package.get("publication", {}).get("chain", []))


def manifests(package: Opened) -> list[Opened]:
    """What holds a manifest: the package, and an earlier text in it."""
    return [package, *package.get("adoptions", ())]


class Book:
    """One package and its policy, open: `given` holds both as values. `keys` and `logs` are the keys that stand in it now."""

    def __init__(self, package: bytes, policy: bytes) -> None:
        self.keys: dict[str, SoftwareKey] = {}
        self.logs: dict[str, Ed25519PrivateKey] = {}
        self.anew: dict[str, str] = {}
        parcel, trust = json.loads(package), json.loads(policy)
        self.heads = [manifest.head(one["manifest"]) for one in manifests(parcel)]
        for vkey in sorted({parcel["log"]["key"], *trust["log_keys"]}):
            key = Ed25519PrivateKey.generate()
            self.anew[vkey] = tlog.vkey(vkey.partition("+")[0], key)
            self.logs[self.anew[vkey]] = key
        in_turn = sorted(core_links(parcel), key=lambda link: int(link["index"]))
        for turn, link in enumerate([*in_turn, *later_links(parcel)]):
            self._open_link(link, turn)
        attested = (link for link in in_turn if link["leaf"].get("event") == "attested")
        for half, link in zip(parcel.get("paper", ()), attested, strict=True):
            self._open(half)
            link[HALF] = half
        for note in (parcel["log"], parcel.get("publication", {})):
            if "checkpoint" in note:
                note["checkpoint"] = {"size": tlog.body(note["checkpoint"])[1]}
        given = {"package": parcel | {"cosignatures": [], "paper": [], "time_tokens": []}, "policy": trust}
        self.given: Opened = every(given, lambda text: self.anew.get(text, text))

    def _open_link(self, link: Opened, turn: int) -> None:
        link[WAS] = {"leaf": leaf.leaf_id(link["leaf"]), "turn": turn, "subject": link["leaf"].get("subject", "")}  # fmt: skip
        link["proof"] = None
        if "envelope" in link:
            self._open(link["envelope"])

    def _open(self, sealed: Opened) -> None:
        said = unb64u(sealed["statement"])
        sealed[WAS] = {"envelope": envelope.envelope_hash(sealed), "challenge": b64u(envelope.challenge(sealed["type"], said))}  # fmt: skip
        sealed["said"] = loads(said)
        del sealed["statement"]
        for record in key_records(sealed["said"]):
            self._replace(record)
        for one in sealed["signatures"]:
            one["by"] = one["key"]
            del one["signature"]
            if "client_data" in one:
                one["client_data"] = json.loads(unb64u(one["client_data"]))

    def _replace(self, record: Opened) -> None:
        named = record.get("id") or record["key"]
        if named not in self.anew:
            key = SoftwareKey(record.get("alg", "EdDSA"))
            self.keys[key.id] = key
            self.anew |= {named: key.id, record["spki"]: b64u(key.spki)}


class Closing:
    """What was opened, and changed in one place, made a package and a policy again. `names`: what each hash is now."""

    def __init__(self, book: Book, given: Opened) -> None:
        self.book, self.names = book, dict[str, str]()
        self.leaves: dict[int, bytes] = {}
        given = deepcopy(given)
        self.package, self.trust = given["package"], given["policy"]

    def all(self) -> tuple[bytes, bytes]:
        """Package and policy."""
        package = self.package
        self._name_parties()
        for old, holder in zip(self.book.heads, manifests(package), strict=False):
            holder["manifest"] = self._anew(holder["manifest"])
            self.names[old] = manifest.head(holder["manifest"])
        core, later = sorted(core_links(package), key=lambda link: int(link[WAS]["turn"])), later_links(package)  # fmt: skip
        publication = package.pop("publication", None)
        for link in core:
            self._close(link)
        size = self._note(package["log"], core)
        told = dumps(package)
        if publication:
            self._publish(publication, later, told, size)
            told = dumps(package | {"publication": publication})
        return told, dumps(self._anew(self.trust))

    def _anew(self, value: Any) -> Any:
        return every(value, lambda text: self.names.get(text, text))

    def _name_parties(self) -> None:
        """A party is named by its genesis, which names no party."""
        for link in (holder["chain"][0] for holder in self.package["parties"] if holder["chain"]):
            if sealed := link.get("envelope"):
                named = envelope.challenge(sealed["type"], dumps(sealed["said"]))
                self.names[link["leaf"]["party"]] = b64u(named)

    def _close(self, link: Opened) -> None:
        """One link: what was said is signed, the link named, its leaf put where it stands."""
        was = link.pop(WAS)
        if HALF in link:
            self.package["paper"].append(self._sign(link.pop(HALF)))
        if "envelope" in link:
            link["envelope"] = self._sign(link["envelope"])
        link["leaf"] = self._anew(link["leaf"])
        self.names[was["leaf"]] = leaf.leaf_id(link["leaf"])
        self.leaves[link["index"]] = merkle.leaf_hash(leaf.leaf_data(link["leaf"]))

    def _sign(self, sealed: Opened) -> Opened:
        was, kind = sealed.pop(WAS), sealed["type"]
        said = dumps(self._anew(sealed.pop("said")))
        self.names[was["challenge"]] = b64u(envelope.challenge(kind, said))
        for one in sealed["signatures"]:
            signed = envelope.pae(kind, said)
            key = self.book.keys[one.pop("by")]
            if "client_data" in one:
                client = json.dumps(self._anew(one["client_data"]), separators=(",", ":")).encode()
                one["client_data"] = b64u(client)
                signed = unb64u(one["authenticator_data"]) + sha256(client)
            one["signature"] = b64u(key.sign_bytes(signed))
        sealed["statement"] = b64u(said)
        self.names[was["envelope"]] = envelope.envelope_hash(sealed)
        return sealed

    def _publish(self, publication: Opened, links: list[Opened], told: bytes, size: int) -> None:
        """The publication of this core package."""
        core = sha256(told)
        self.names[publication["core"]] = publication["core"] = b64u(core)
        for link in links:
            if "envelope" not in link:
                about = leaf.publication_hash(core, unb64u(publication["pdf"]))
                self.names[link[WAS]["subject"]] = about
            self._close(link)
        later = self._note(publication, links)
        publication["consistency"] = [b64u(one) for one in merkle.consistency(size, later, self._node)]

    # -- the log

    def _node(self, level: int, index: int) -> bytes:
        """A node over the leaves there are, and over others of which nobody knows anything."""
        if level:
            return merkle.node_hash(self._node(level - 1, 2 * index), self._node(level - 1, 2 * index + 1))
        return self.leaves.get(index) or sha256(b"another", index.to_bytes(8, "big"))

    def _note(self, holder: Opened, links: list[Opened]) -> int:
        """The checkpoint of so many leaves, signed, and the places of these links in it. Returns how many."""
        size: int = holder["checkpoint"]["size"]
        vkey = self.package["log"]["key"]
        root = merkle.root(size, self._node)
        holder["checkpoint"] = tlog.sign_checkpoint(vkey.partition("+")[0], size, root, self.book.logs[vkey])
        for link in links:
            there = link["proof"] is None and 0 <= link["index"] < size
            proof = merkle.inclusion(link["index"], size, self._node) if there else []
            link["proof"] = [b64u(one) for one in proof]
        return size
