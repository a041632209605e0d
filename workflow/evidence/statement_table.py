"""The closed table of statements: what a person can say with a key, and in which words (docs/format.md, section 4).

Every act has its own media type, its own members and its own sentence of intent, and each place in a record accepts
exactly one act, so nothing said in one place can be used in another. Acts without a row in `MEMBERS` are reserved:
their names are taken, and version 1 refuses them. `statement.py` builds; this module reads and judges.
"""

from typing import Any

from workflow.core.correcting import Change
from workflow.evidence import fields
from workflow.evidence.canonical import loads
from workflow.evidence.errors import Bad
from workflow.evidence.fields import CODE, HASH, HOST, ID, PART, Rule, day, line, moment, whole, words
from workflow.evidence.keyrecord import KEY_RECORD, consistent

ACTS = (
    "genesis",
    "acceptance",
    "enrolment-claim",
    "enrolment-vouch",
    "office-end",
    "key-revoked",
    "recovery",
    "recovery-objection",
    "approval",
    "decline",
    "adoption",
    "correction",
    "void",
    "withdrawal",
    "redaction",
    "release",
    "withholding",
    "paper-signature",
    "publication",
    "key-rotation",
)
CEREMONIES = ("sign-in", "step-up", "key-registration")
MEDIA = {act: f"application/vnd.sro-mou.{act}.v1+json" for act in (*ACTS, *CEREMONIES)}
ACT_OF = {media: act for act, media in MEDIA.items()}

INTENT = {
    "genesis": "We begin the public record of this party and are its registrars.",
    "acceptance": "I have checked who this party is and accept its record.",
    "enrolment-claim": "This is my own key, and I hold or will hold this office.",
    "enrolment-vouch": "I have checked this person, this key and this office, and I vouch for them.",
    "office-end": "This person no longer holds this office.",
    "key-revoked": "This key must no longer be accepted.",
    "recovery": "We have checked this person, who lost every earlier key of this office, and we vouch for this new one.",
    "recovery-objection": "I object to this recovery of a key.",
    "approval": "I approve this text and sign it for my party.",
    "decline": "I decline to sign this text, for the reason I give.",
    "adoption": "I record that this body adopted this text.",
    "correction": "I answer for this correction: the clauses named are all that changed since the adoption, within the limit that was set.",
    "redaction": "I approve that these parts of the text are hidden from the public, for the reasons given.",
    "release": "I approve that these parts of the text are shown to the public.",
    "withholding": "I record the order by which these parts of the text are withheld from the public.",
    "paper-signature": "I hold the sheet that was signed by hand, and it bears this fingerprint, name, office and day.",
    "publication": "This package and this PDF are published.",
    "sign-in": "Sign in to Countersign. This signs no agreement.",
    "step-up": "Confirm that it is you. This signs no agreement.",
    "key-registration": "Register a new key. This signs no agreement.",
}
PARTY_KINDS = ("school", "district", "agency", "body")
CAPACITIES = ("holder", "acting", "interim")
CHANGES = tuple(change.value for change in Change)
"""What a body may delegate: to mend errors of writing, or to change terms within its limit."""
AUTHORITIES = ("election", "minute", "appointment-letter", "statute")

_ALWAYS: dict[str, Rule] = {
    "deployment": ID,
    "expires": moment,
    "issued": moment,
    "nonce": fields.octets(32),
    "rp_id": HOST,
}
_COMMON: dict[str, Rule] = _ALWAYS | {
    "capacity": fields.one_of(*CAPACITIES),
    "key": HASH,
    "name": line,
    "office": CODE,
    "party": HASH,
    "party_state": HASH,
    "person": ID,
    "title": line,
}
_SIGNING: dict[str, Rule] = {
    "edition": whole(1, 100_000),
    "enrolment": HASH,
    "head": HASH,
    "mou": ID,
    "slot": ID,
}
_AUTHORITY = fields.record({"date": day, "kind": fields.one_of(*AUTHORITIES), "reference": words})
_REGISTRAR = fields.record({"key": KEY_RECORD, "name": line, "person": ID, "title": line})
_SPEAKER = fields.record(
    {name: _COMMON[name] for name in ("capacity", "key", "name", "office", "person", "title")}
)
_COUNT = whole(0, 10_000)
_VOTE = fields.record({"abstain": _COUNT, "no": _COUNT, "yes": _COUNT})
DELEGATED: dict[str, Rule] = {"kind": fields.one_of(*CHANGES), "limit": words, "office": CODE, "party": HASH}
_CHANGED = fields.record({"after": HASH, "before": HASH, "part": fields.PATH})
_PUBLIC: dict[str, Rule] = {
    "edition": whole(1, 100_000),
    "enrolment": HASH,
    "head": HASH,
    "mou": ID,
    "proposed_by": line,
    "proposer": ID,
}
"""What a statement about the public copy says beside the rest: of which text, and on whose proposal."""
_PARTS = fields.listing(PART, 1, 1000)
_HIDDEN = fields.record({"basis": words, "part": PART, "review": day})
_ORDER = fields.record({"authority": line, "date": day, "reference": line})
_SHEET = fields.record(
    {
        "capacity": fields.one_of(*CAPACITIES),
        "name": line,
        "office": CODE,
        "person": ID,
        "scan": HASH,
        "signed": day,
        "title": line,
    }
)
_CEREMONY: dict[str, Rule] = _ALWAYS | {
    "person": fields.either(fields.EMPTY, ID),
    "purpose": fields.pattern(r"[a-z][a-z0-9:_-]{0,79}", "a purpose such as sign-in was expected"),
}

MEMBERS: dict[str, dict[str, Rule]] = {
    "genesis": _ALWAYS
    | {
        "authority": words,
        "contact": line,
        "kind": fields.one_of(*PARTY_KINDS),
        "legal_name": line,
        "registrars": fields.listing(_REGISTRAR, 2, 2),
        "resolution": words,
    },
    "acceptance": _COMMON | {"accepted": HASH, "checked": words},
    "enrolment-claim": _COMMON | {"from": day, "new_key": KEY_RECORD},
    "enrolment-vouch": _COMMON | {"authority": _AUTHORITY, "claim": HASH, "subject": ID},
    "office-end": _COMMON | {"ended": moment, "reason": words, "subject": ID, "subject_office": CODE},
    "key-revoked": _COMMON | {"compromised_since": moment, "reason": words, "revoked": HASH},
    "recovery": _COMMON
    | {
        "checked": words,
        "claim": HASH,
        "lost": fields.listing(HASH, 1, 100),
        "second": _SPEAKER,
        "subject": ID,
        "waits": whole(0, 8760),
    },
    "recovery-objection": _COMMON | {"reason": words, "recovery": HASH},
    "approval": _COMMON | _SIGNING,
    "decline": _COMMON | _SIGNING | {"reason": words},
    "adoption": _COMMON
    | {
        "body": ID,
        "delegated": fields.listing(fields.record(DELEGATED), 0, 20),
        "edition": whole(1, 100_000),
        "enrolment": HASH,
        "head": HASH,
        "item": line,
        "meeting": day,
        "minutes": fields.either(fields.EMPTY, HASH),
        "mou": ID,
        "resolution": line,
        "vote": _VOTE,
    },
    "correction": _COMMON
    | {
        "adopted": HASH,
        "changed": fields.listing(_CHANGED, 1, 1000),
        "edition": whole(1, 100_000),
        "enrolment": HASH,
        "head": HASH,
        "kind": fields.one_of(*CHANGES),
        "mou": ID,
        "reason": words,
    },
    "redaction": _COMMON | _PUBLIC | {"contact": line, "hidden": fields.listing(_HIDDEN, 1, 1000)},
    "release": _COMMON | _PUBLIC | {"parts": _PARTS, "reason": words},
    "withholding": _COMMON
    | _PUBLIC
    | {"contact": line, "order": _ORDER, "parts": _PARTS, "reason": words, "review": day},
    "paper-signature": _COMMON | _SIGNING | {"beside": fields.either(fields.EMPTY, HASH), "sheet": _SHEET},
    "publication": {
        "core": HASH,
        "deployment": ID,
        "edition": whole(1, 100_000),
        "head": HASH,
        "issued": moment,
        "key": HASH,
        "mou": ID,
        "pdf": HASH,
        "spki": fields.BYTES,
    },
    "sign-in": _CEREMONY,
    "step-up": _CEREMONY,
    "key-registration": _CEREMONY,
}
RULES = {
    act: fields.record(members | {"intent": fields.constant(INTENT[act])}) for act, members in MEMBERS.items()
}


def read(act: str, statement: bytes) -> dict[str, Any]:
    """The members of a statement of exactly this act, whose parts agree with each other.

    Raises Bad("statement.unsupported") for a reserved act, Bad("statement.json"), Bad("statement.members").
    """
    if act not in RULES:
        raise Bad("statement.unsupported", f"version 1 does not know statements of the type {act!r}")
    try:
        members = loads(statement)
    except Bad as bad:
        raise Bad("statement.json", bad.words) from None
    return judge(act, members)


def judge(act: str, members: Any) -> dict[str, Any]:
    """The members, if they are exactly those of the act and agree with each other. Raises Bad("statement.members")."""
    said: dict[str, Any] = fields.demand(members, RULES[act], "statement.members")
    if "expires" in said and not said["issued"] < said["expires"]:
        raise Bad("statement.members", "it expires before it was issued")
    if act == "genesis":
        for registrar in said["registrars"]:
            consistent(registrar["key"])
    if act == "enrolment-claim":
        if said["new_key"]["id"] != said["key"]:
            raise Bad("statement.members", "a claim is signed by the key it claims")
        consistent(said["new_key"])
    return said
