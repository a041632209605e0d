"""policy.json: what a verifier trusts, brought to it by another way than the package (docs/format.md, section 8)."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from workflow.evidence import fields, keyrecord, tlog
from workflow.evidence.canonical import MAX_INT, b64u, dumps, loads, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.fields import HASH, listing, record
from workflow.evidence.trust import ORIGIN

FORMAT = "sro-mou/policy/v1"
_EDGE = fields.either(fields.EMPTY, fields.moment)
_PARTY = record({"from": _EDGE, "origins": listing(ORIGIN, 1, 20), "rp_id": fields.HOST, "until": _EDGE})
VKEY = fields.pattern(r"[!-~]{1,400}", "a verifier key was expected")
BESIDE = fields.pattern(r"[!-~]{401,2200}", "a verifier key for ML-DSA-44 was expected")


def _bounded(key: fields.Rule) -> fields.Rule:
    """A key, and from which size of the log to which it signs."""
    return record({"from": fields.whole(0, MAX_INT), "key": key, "until": fields.whole(0, MAX_INT)})


POLICY = record(
    {
        "deployment": fields.ID,
        "format": fields.constant(FORMAT),
        "key_kinds": listing(fields.one_of(*keyrecord.KINDS), 1, 3),
        "log_keys": listing(VKEY, 1, 20),
        "parties": listing(HASH, 0, 10_000),
        "relying_parties": listing(_PARTY, 1, 20),
        "signing_scripts": listing(HASH, 0, 1000),
        "time_authorities": listing(fields.BYTES, 0, 20),
        "witnesses": listing(VKEY, 0, 100),
    },
    {
        "attestation_roots": listing(HASH, 1, 100),
        "log_key_sizes": listing(_bounded(VKEY), 1, 20),
        "log_keys_beside": listing(_bounded(BESIDE), 1, 20),
        "publication_keys": listing(_bounded(HASH), 1, 100),
        "seal_authorities": listing(
            record({"certificate": fields.BYTES, "from": _EDGE, "until": _EDGE}), 1, 100
        ),
    },
)


@dataclass(frozen=True)
class SealAuthority:
    """A certificate of the operator's seal, or of who issues it, and the times (text, included; empty: no bound) at which it sealed."""

    certificate: x509.Certificate
    first: str = ""
    until: str = ""

    def sealed_at(self, moment: str) -> bool:
        """Whether a seal of this time (text; empty where it says none) is within its times."""
        return self.first <= moment and (not self.until or "" < moment <= self.until)


@dataclass(frozen=True)
class Policy:
    """A parsed policy; see docs/format.md for the members."""

    deployment: str
    vkeys: tuple[str, ...]
    relying_parties: tuple[dict[str, Any], ...]
    parties: tuple[str, ...]
    key_kinds: tuple[str, ...]
    authorities: tuple[x509.Certificate, ...] = ()
    watchers: tuple[str, ...] = ()
    sizes: tuple[dict[str, Any], ...] = ()
    beside: tuple[dict[str, Any], ...] = ()
    roots: tuple[str, ...] = ()
    """Where not empty, every key that signs is attested up to one of these."""
    publishers: tuple[dict[str, Any], ...] = ()
    """The ids of the keys that sign publications, each with its places in the log; empty: nothing is asked."""
    seals: tuple[SealAuthority, ...] = ()
    """Whose seal on a PDF is the operator's; empty: the policy is silent on that, and nobody can tell."""

    def log_keys(self) -> tuple[str, ...]:
        """The policy's log keys."""
        return self.vkeys

    def keys_beside(self) -> tuple[str, ...]:
        """The policy's log keys for ML-DSA-44."""
        return tuple(one["key"] for one in self.beside)

    def signs(self, key: str, size: int) -> bool:
        """Inside the key's sizes; a key without sizes has no bounds."""
        bounds = next((one for one in (*self.sizes, *self.beside) if one["key"] == key), None)
        return bounds is None or _covers(bounds, size)

    def asks_beside(self, size: int) -> bool:
        """Where one of the keys for it covers the size."""
        return any(_covers(one, size) for one in self.beside)

    def asks_publisher(self, place: int) -> bool:
        """From the first of the publication keys' places on, also behind the last of them."""
        return any(one["from"] <= place for one in self.publishers)

    def publishes(self, key: str, place: int) -> bool:
        """Where one of the key's places is this one; before the first of all nobody may. Nobody is refused if the policy names none."""
        return not self.publishers or any(
            one["key"] == key and _covers(one, place) for one in self.publishers
        )

    def origins(self, rp_id: str, at: str) -> Container[str]:
        """The exact origins whose time covers `at`."""
        return {
            origin
            for party in self.relying_parties
            if party["rp_id"] == rp_id
            and party["from"] <= at
            and (not party["until"] or at <= party["until"])
            for origin in party["origins"]
        }

    def knows_party(self, party: str) -> bool:
        """Whether the policy lists the party's genesis."""
        return party in self.parties

    def admits(self, kind: str, root: str = "") -> bool:
        """Whether the policy lists the kind and, where it asks for attestation, the root."""
        return kind in self.key_kinds and (not self.roots or root in self.roots)

    def time_authorities(self) -> tuple[x509.Certificate, ...]:
        """The policy's certificates: of authorities, or of who issues theirs."""
        return self.authorities

    def witnesses(self) -> tuple[str, ...] | None:
        """Those the policy lists."""
        return self.watchers

    def seal_authorities(self, at: str) -> tuple[x509.Certificate, ...]:
        """The certificates under which a seal of this time (text) is the operator's."""
        return tuple(one.certificate for one in self.seals if one.sealed_at(at))


def _covers(bounds: dict[str, Any], size: int) -> bool:
    """Both ends included; `until` 0 has no end."""
    return bounds["from"] <= size and (not bounds["until"] or size <= bounds["until"])


def build(
    *,
    deployment: str,
    log_keys: Sequence[str],
    relying_parties: Sequence[dict[str, Any]],
    parties: Sequence[str],
    key_kinds: Sequence[str] = ("device-bound", "software", "synced"),
    signing_scripts: Sequence[str] = (),
    time_authorities: Sequence[bytes] = (),
    witnesses: Sequence[str] = (),
    log_key_sizes: Sequence[dict[str, Any]] = (),
    log_keys_beside: Sequence[dict[str, Any]] = (),
    attestation_roots: Sequence[str] = (),
    publication_keys: Sequence[dict[str, Any]] = (),
    seal_authorities: Sequence[SealAuthority] = (),
) -> bytes:
    """The bytes of policy.json. relying_parties: {from, origins, rp_id, until}, from and until times or "".

    time_authorities: certificates (DER) of authorities outside the operator. log_key_sizes: {from, key, until} of keys that were
    replaced or replace one. log_keys_beside: the same of the keys for ML-DSA-44. attestation_roots: hashes of the roots to
    which every key's attestation must lead, if any. publication_keys: {from, key, until}, ids of keys and their places.
    seal_authorities: whose seal on a PDF is the operator's.

    Raises Bad("policy...") for what `parse` would refuse.
    """
    data = dumps(
        {
            "deployment": deployment,
            "format": FORMAT,
            "key_kinds": list(key_kinds),
            "log_keys": list(log_keys),
            "parties": list(parties),
            "relying_parties": list(relying_parties),
            "signing_scripts": list(signing_scripts),
            "time_authorities": [b64u(der) for der in time_authorities],
            "witnesses": list(witnesses),
            **({"log_key_sizes": list(log_key_sizes)} if log_key_sizes else {}),
            **({"log_keys_beside": list(log_keys_beside)} if log_keys_beside else {}),
            **({"attestation_roots": list(attestation_roots)} if attestation_roots else {}),
            **({"publication_keys": list(publication_keys)} if publication_keys else {}),
            **({"seal_authorities": [_written(one) for one in seal_authorities]} if seal_authorities else {}),
        }
    )
    parse(data)
    return data


@lru_cache(maxsize=8)
def parse(data: bytes) -> Policy:
    """A usable policy; whoever checks many packages under one has it read once. Raises Bad("policy.json"), Bad("policy.members")."""
    try:
        value = loads(data)
    except Bad as bad:
        raise Bad("policy.json", bad.words) from None
    said = fields.demand(value, POLICY, "policy.members")
    try:
        logs = [tlog.parse_vkey(key) for key in said["log_keys"]]
        beside = [tlog.parse_vkey(one["key"], tlog.MLDSA44) for one in said.get("log_keys_beside", [])]
        witnesses = [tlog.parse_vkey(key, tlog.COSIGNATURE) for key in said["witnesses"]]
        authorities = tuple(_certificate(der, "a time authority") for der in said["time_authorities"])
        seals = _seals(said.get("seal_authorities", []))
    except Bad as bad:
        raise Bad("policy.members", bad.words) from None
    if len({name for name, _, _ in (*logs, *beside)}) != 1 or len(set(said["log_keys"])) != len(logs):
        raise Bad("policy.members", "the log keys are of several logs, or one stands twice")
    if len({public for _, _, public in (*logs, *witnesses)}) != len(logs) + len(witnesses):
        raise Bad("policy.members", "no log is its own witness, and no key is two witnesses")
    sizes, others = said.get("log_key_sizes", []), said.get("log_keys_beside", [])
    if len({one["key"] for one in others}) != len(others):
        raise Bad("policy.members", "a log key for ML-DSA-44 stands twice")
    bounded = [one["key"] for one in sizes]
    if len(set(bounded)) != len(bounded) or not set(bounded) <= set(said["log_keys"]):
        raise Bad("policy.members", "sizes are given for a key that is none of the log's, or twice for one")
    publishers = said.get("publication_keys", [])
    if len({one["key"] for one in publishers}) != len(publishers):
        raise Bad("policy.members", "a publication key stands twice")
    if any(one["until"] and one["until"] < one["from"] for one in (*sizes, *others, *publishers)):
        raise Bad(
            "policy.members", "the sizes of a log key, or places of a publication key, end before they begin"
        )
    return Policy(
        said["deployment"],
        tuple(said["log_keys"]),
        tuple(said["relying_parties"]),
        tuple(said["parties"]),
        tuple(said["key_kinds"]),
        authorities,
        tuple(said["witnesses"]),
        tuple(sizes),
        tuple(others),
        tuple(said.get("attestation_roots", ())),
        tuple(publishers),
        seals,
    )


def _certificate(der: str, what: str) -> x509.Certificate:
    try:
        found = x509.load_der_x509_certificate(unb64u(der))
    except (ValueError, x509.InvalidVersion):
        found = None
    if found is None or found.version is not x509.Version.v3:
        raise Bad("policy.members", f"{what} is not a certificate")
    return found


def _seals(said: Sequence[dict[str, str]]) -> tuple[SealAuthority, ...]:
    seals = tuple(
        SealAuthority(_certificate(one["certificate"], "an authority for seals"), one["from"], one["until"])
        for one in said
    )
    if len({one.certificate for one in seals}) != len(seals):
        raise Bad("policy.members", "an authority for seals stands twice")
    if any(one.until and one.until < one.first for one in seals):
        raise Bad("policy.members", "the times of an authority for seals end before they begin")
    return seals


def _written(one: SealAuthority) -> dict[str, str]:
    der = one.certificate.public_bytes(Encoding.DER)
    return {"certificate": b64u(der), "from": one.first, "until": one.until}
