"""An exhibit for a court: one PDF that says what a package is, what happened, what was checked, and what that does not prove.

Everything about the agreement is read from the package, and every claim about it from the verdict; the limits are the words
of `docs/trust.md` itself. The certificate is a blank form: the service states nothing in a custodian's place. The package is
attached, so that whoever doubts the exhibit can check it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workflow.adapters import templates
from workflow.adapters.templates import moment
from workflow.adapters.typesetter import closed_up, press
from workflow.drafting import markup
from workflow.evidence import package, sentences
from workflow.evidence.verdict import Check, Verdict, day_in_words
from workflow.publication import adoptions, amended, trail
from workflow.publication.hiding import shown
from workflow.publication.printing import printed
from workflow.publication.trail import Row

NARRATIVE = (
    "This section tells what the attached file says. Section 2 says what of it was confirmed, and section 5 what none of it proves.",
    "The file is edition {edition} of the agreement “{title}” between {sides}. On {frozen} its text was frozen: from then on it "
    "had a fingerprint (its head), which another text cannot have. Whoever approved the text signed that fingerprint.",
    "Each signature was made with a key that had been enrolled for the person named. Nobody but the holder of a key can make its "
    "signature. The authenticator that holds the key states in the signature that it had verified its user; what kind of key it is, "
    "the key says of itself.",
    "That a key belongs to the person named was vouched for, in a signed statement, by a registrar of that person's own party, "
    "and the record of each party was accepted by a registrar of another. Section 4 tells both records.",
    "Every step was recorded in a log in which each entry has a fixed place. Removing or changing one afterwards changes the "
    "fingerprint of the whole log. Section 3 tells the steps.",
)
BY_HAND = (
    "Where a signature is listed as made on paper, it was made by hand on a printed sheet, and no key of that person stands behind it. Two "
    "people of two parties attest the sheet, each with a key of their own: that they held it, and that it bore the fingerprint of this text, "
    "the name, the office and the day. The sheet itself, and its scan, are with the parties and not in the attached file."
)
NO_POLICY = "none: whose keys these are is not established"
CHECKED_BY = (
    "countersign {version}: countersign verify, an implementation of the published format sro-mou/package/v1"
)


@dataclass(frozen=True)
class Brief:
    """What an exhibit is made from. `policy` is None where none came by another way; `at` is when it was prepared.

    `pdf`: the sealed PDF that the package was taken from, where one was examined.
    """

    data: bytes
    policy: bytes | None
    verdict: Verdict
    at: datetime
    pdf: bytes = b""


def typeset_exhibit(brief: Brief) -> bytes:
    """The PDF. Raises Bad for what is no package, TypesettingFault for a text that cannot be printed."""
    attached = {"package": brief.data} | ({"policy": brief.policy} if brief.policy else {})
    return press("exhibit.typ", document(brief), attached=attached, made_at=brief.at)


def document(brief: Brief) -> dict[str, Any]:
    """What is printed, as plain data."""
    parcel = package.parse(brief.data)
    manifest, verdict = parcel["manifest"], brief.verdict
    zone = _zone(manifest["zone"])
    names = [party["legal_name"] for party in manifest["parties"]]
    sides = _sides(manifest)
    told = {
        "edition": manifest["edition"],
        "title": manifest["title"],
        "sides": " and ".join(sides),
        "frozen": moment(manifest["frozen_at"], zone),
    }
    why = shown.lines(parcel)
    clauses = [printed(clause, why.get(clause["path"], ())) for clause in parcel["clauses"]]
    text = [clause.nodes or [_paragraph(clause.hidden or [])] for clause in clauses]
    return {
        "title": manifest["title"],
        "sides": sides,
        "verified": verdict.verdict == "verified",
        "sentence": verdict.sentence(),
        "facts": _facts(brief, manifest, zone),
        "narrative": [
            *(line.format(**told) for line in (*NARRATIVE, *([BY_HAND] if parcel["paper"] else []))),
            *(one.sentence() for one in adoptions.votes(parcel)),
            *amended.lines(parcel),
        ],
        "signatures": _signatures(parcel, verdict, zone),
        "steps": [_step(check) for check in verdict.checks],
        "trail": _rows(trail.edition(parcel), zone),
        "records": [
            {"party": name, "rows": _rows(trail.party(chain["chain"]), zone)}
            for name, chain in zip(names, parcel["parties"], strict=False)
        ],
        "limits": _below(markup.tree(limits())["children"]),
        "text": [node for nodes in closed_up(map(_deeper, text), 1) for node in nodes],
        "fingerprint": verdict.head,
        "file": sha256(brief.data).hexdigest(),
        "zone": zone,
    }


def limits() -> str:
    """`docs/trust.md` in the grammar of clauses: a paragraph is one line, and what was set as code is set as text."""
    text = trust_page().read_text(encoding="utf-8").replace("`", "")
    blocks = [block for block in text.split("\n\n") if not block.startswith("# ")]
    return "\n\n".join(block if block.startswith("|") else " ".join(block.split("\n")) for block in blocks)


def trust_page() -> Path:
    """The page `docs/trust.md`: in a checkout, or inside an installed wheel."""
    return templates.folder().parent / "docs" / "trust.md"


def _facts(brief: Brief, manifest: Mapping[str, Any], zone: str) -> list[tuple[str, str]]:
    policy = NO_POLICY if brief.policy is None else f"SHA-256 {sha256(brief.policy).hexdigest()}"
    return [
        ("Parties", "; ".join(_sides(manifest))),
        *_bodies(manifest),
        ("Edition", f"{manifest['edition']}, revision {manifest['revision']}"),
        ("Fingerprint of the text (head)", brief.verdict.head),
        (
            "File examined",
            f"package.json, {len(brief.data):,} bytes, SHA-256 {sha256(brief.data).hexdigest()}",
        ),
        *_pdf_facts(brief),
        ("List of whom to trust (policy.json)", policy),
        ("Examined with", CHECKED_BY.format(version=version("countersign"))),
        ("Prepared", moment(brief.at, zone)),
    ]


def _sides(manifest: Mapping[str, Any]) -> list[str]:
    """Between whom it is made: whoever signs it, and not who adopts it."""
    signing = {slot["party"] for slot in manifest["slots"]}
    return [party["legal_name"] for party in manifest["parties"] if party["id"] in signing]


def _bodies(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    names = "; ".join(body["name"] for body in manifest["adopting_bodies"])
    return [("Adopting bodies", names)] if names else []


def _pdf_facts(brief: Brief) -> list[tuple[str, str]]:
    """The sealed PDF, by size and digest; what was found of its seal, words and page stands among the steps."""
    if not brief.pdf:
        return []
    digest = sha256(brief.pdf).hexdigest()
    return [("Sealed PDF that holds the package", f"{len(brief.pdf):,} bytes, SHA-256 {digest}")]


def _signatures(parcel: Mapping[str, Any], verdict: Verdict, zone: str) -> list[list[str]]:
    """Name, office, when it was recorded, what kind of key, and whether it counts: one row a signatory."""
    signed = [
        entry["leaf"]["at"]
        for entry in parcel["edition_chain"]
        if entry["leaf"]["event"] in ("signed", "attested")
    ]
    return [
        [
            one.name,
            one.office,
            moment(at, zone),
            "; ".join(
                [
                    sentences.kind_of_key(one.key_kind),
                    *([f"attested by {' and by '.join(one.attested)}"] if one.attested else []),
                ]
            ),
            "yes" if one.ok else "NO",
        ]
        for one, at in zip(verdict.signatories, signed, strict=False)
    ]


def _step(check: Check) -> dict[str, Any]:
    words = sentences.held(check.id, check.detail) if check.ok else sentences.reason(check.id)
    mark = "NO" if not check.ok else "by word" if sentences.by_word_alone(check.detail, check.id) else "yes"
    mark = "yes, with a warning" if check.warned else mark
    found = "; ".join([check.detail, *(f"warning: {one.words}" for one in check.warned)])
    return {
        "id": check.id,
        "ok": check.ok,
        "detail": found,
        "words": words[:1].upper() + words[1:],
        "mark": mark,
    }


def _rows(rows: Sequence[Row], zone: str) -> list[list[str]]:
    return [[str(row.number), moment(row.at, zone), row.words, str(row.index)] for row in rows]


def _zone(name: str) -> str:
    """The agreement's zone, or UTC where this computer does not know it: the day's words then say so too."""
    return "UTC" if day_in_words("2026-01-01T12:00:00Z", name).endswith("(UTC)") else name


def _below(nodes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return next(iter(closed_up([_deeper(nodes)], 1)))


def _deeper(nodes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same nodes one level of heading further down, since the exhibit has sections of its own."""
    return [
        {**node, "level": node["level"] + 1} if node["type"] == "heading" else dict(node) for node in nodes
    ]


def _paragraph(lines: Sequence[str]) -> dict[str, Any]:
    return {"type": "paragraph", "children": [{"type": "text", "text": " ".join(lines)}]}
