"""The demo's ending: freeze, two signatures with two keys, the public copy, and the check that needs nobody's word."""

from workflow.demo.drafting import until
from workflow.demo.telling import Telling
from workflow.demo.troupe import Troupe
from workflow.demo.visitor import Unexpected
from workflow.evidence.verify import Verdict, verify


def freeze(troupe: Troupe, edition: str, telling: Telling) -> str:
    """Only with an empty readiness list. Returns the signing event."""
    director = troupe["director"]
    issues = director.get(f"/editions/{edition}/readiness")["issues"]
    if issues:
        raise Unexpected("Not ready to freeze: " + " ".join(issue["words"] for issue in issues))
    telling.step("Nothing stands in the way any more.", f"/editions/{edition}/readiness")
    event = director.post(f"/editions/{edition}/freeze")["signing_event"]
    telling.step(
        f"{director.name} froze the text. From now on it cannot change unseen.", f"/signing-events/{event}"
    )
    return str(event)


def sign(troupe: Troupe, event: str, telling: Telling) -> None:
    """The chief, then the superintendent; any order would do."""
    path = f"/signing-events/{event}"
    for part in ("chief", "superintendent"):
        visitor = troupe[part]
        place = visitor.get(path)["mine"]["place"]
        offered = visitor.post(f"{path}/offers", decision="approval", place=place)
        key = visitor.keys[troupe.appointments[part, part]]
        visitor.post(f"{path}/signatures/{place}", **visitor.answered({**offered, "ceremony": "get"}, key))
        telling.step(f"{visitor.name}, {part}, signed with a key of their own.", path)


def published(troupe: Troupe, edition: str, telling: Telling) -> dict[str, bytes]:
    """Wait for the public copy, then fetch it as a stranger would."""
    director = troupe["director"]
    with telling.waiting("The log gives every act its place; then the public copy is made and sealed"):
        until(
            lambda: director.get(f"/editions/{edition}")["edition"]["status"] == "published",
            "the public copy was not there",
        )
    slug = director.get(f"/editions/{edition}")["mou"]["slug"]
    address = f"/mou/{slug}/1"
    telling.step("The public page, for everyone:", address)
    telling.step("The sealed PDF:", f"{address}.pdf")
    files = {
        "package.json": director.bytes_of(f"{address}.json"),
        "public.pdf": director.bytes_of(f"{address}.pdf"),
        "policy.json": director.bytes_of("/log/policy"),
        "comment-matrix.csv": director.bytes_of(f"/editions/{edition}/comments.csv"),
    }
    telling.step("The package, for a check without us:", f"{address}.json")
    return files


def verified(files: dict[str, bytes], telling: Telling) -> Verdict:
    """The same check as `countersign verify --policy policy.json package.json`."""
    verdict = verify(files["package.json"], files["policy.json"])
    telling.step(verdict.sentence(), "/verify")
    for signatory in verdict.signatories:
        note = " (a demonstration key, held in software)" if signatory.key_kind == "software" else ""
        telling.step(f"{signatory.name}, {signatory.office}: {signatory.key_kind} key{note}")
    for check in verdict.checks:
        if not check.ok:
            telling.step(f"Not confirmed: {check.id}: {check.detail}")
    return verdict
