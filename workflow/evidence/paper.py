"""A signature on paper: who attests it, and what two people must have said alike (docs/format.md, section 9).

Nobody's key stands behind such a signature. What stands there is the word of two people with keys of their own. The rules:

1. the manifest allows paper for this slot, so everybody saw it before anybody signed;
2. the first attestation is by a clerk or registrar of the party of the slot; the second by a registrar of another party,
   and it names the first by its hash, so two that were never meant for each other are no pair;
3. both say the same of the sheet: its scan by its hash, who signed it by hand, in which office, on which day;
4. the two and the signatory are three people, and the second has no key at the party that signs;
5. one event records the pair, so there is no half of it to be taken for a signature.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workflow.evidence.canonical import dumps
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.party_chain import REGISTRAR, Enrolment
from workflow.evidence.signers import CLERK, Court, Signed
from workflow.evidence.statement import Common
from workflow.evidence.statement_table import INTENT, judge
from workflow.evidence.verdict import Signatory

ACT = "paper-signature"
EVENT = "attested"
KIND = "paper"
"""What stands where a signature by key has the kind of its key."""
OWN = (CLERK, REGISTRAR)
"""Offices from which the party of the slot attests; the other party attests by a registrar."""


@dataclass(frozen=True)
class Sheet:
    """What is attested: who signed by hand, in which office, on which day, and the SHA-256 of the scan (base64url)."""

    person: str
    name: str
    office: str
    title: str
    capacity: str
    signed: date
    scan: str

    def members(self) -> dict[str, str]:
        """As it stands in both statements."""
        return {**vars(self), "signed": self.signed.isoformat()}


def attestation(
    common: Common, *, mou: str, edition: int, head: str, slot: str, enrolment: str, sheet: Sheet, beside: str = ""
) -> bytes:  # fmt: skip
    """One of two people attests a sheet. `beside`: the envelope hash of the first attestation, in the second."""
    said = {
        "mou": mou, "edition": edition, "head": head, "slot": slot, "enrolment": enrolment,
        "sheet": sheet.members(), "beside": beside,
    }  # fmt: skip
    return dumps(judge(ACT, common.members() | said | {"intent": INTENT[ACT]}))


@dataclass(frozen=True)
class Papered(Signed):
    """A slot that was filled on paper: `enrolment` is that of the second attester, `first` that of the first."""

    first: Enrolment
    sheet: Mapping[str, str]

    @property
    def person(self) -> str:
        return self.sheet["person"]

    @property
    def attested(self) -> tuple[str, ...]:
        """By whose word: name and office of the two."""
        return tuple(f"{one.name}, {one.title}" for one in (self.first, self.enrolment))

    @property
    def signatory(self) -> Signatory:
        """As a verdict names it."""
        name, title = self.sheet["name"], self.sheet["title"]
        return Signatory(name, title, KIND, True, self.attested, self.sheet["signed"], self.warned)

    @property
    def told(self) -> str:
        """What was found, in words."""
        who = f"{self.sheet['name']}, {self.sheet['title']}"
        return f"{who}, signed on paper on {self.sheet['signed']}, attested by {' and '.join(self.attested)}"


def signed(court: Court, link: Link, first: dict[str, Any] | None) -> Papered:
    """The pair of attestations that fills the slot its event names. `first`: the envelope of the first. Raises Bad."""
    slot = court.place(link)
    if not slot["paper"]:
        raise Bad("paper.allowed", f"the manifest does not allow {slot['id']} to be signed on paper")
    said, second = court.hear_later(link, ACT, [REGISTRAR])
    half = replace(link, envelope=first)
    said_first, one = court.hear_later(half, ACT, OWN, named=said["beside"])
    for each in (said, said_first):
        if each["slot"] != slot["id"]:
            raise Bad("statement.binding", "for another slot")
    if link.at > court.manifest["expires"]:
        raise Bad("statement.expired", "attested after the manifest's last day")
    _alike(said_first, said)
    _apart(court, slot, said_first, said)
    if said["sheet"]["office"] not in slot["offices"]:
        raise Bad("signer.office", f"{said['sheet']['name']} did not hold an office that may sign here")
    _in_its_days(court.since, said["sheet"]["signed"], link)
    warned = one.warned + second.warned
    return Papered(slot["id"], link, second.enrolment, second.issued, warned, one.enrolment, said["sheet"])


def _alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
    """Rule 3, and the first stands beside none."""
    if first["beside"] or first["sheet"] != second["sheet"]:
        raise Bad("paper.sheet", "the two attestations are not of the same sheet")


def _apart(
    court: Court, slot: Mapping[str, Any], first: Mapping[str, Any], second: Mapping[str, Any]
) -> None:
    """Rules 2 and 4."""
    if first["party"] != slot["party"] or second["party"] == slot["party"]:
        raise Bad("paper.people", "attested by somebody of the party that signs and somebody of another")
    three = {first["person"], second["person"], second["sheet"]["person"]}
    if len(three) != 3:
        raise Bad("paper.people", "who signed on paper and who attest it are three people")
    if any(person == second["person"] for person, _ in court.chains[slot["party"]].keys.values()):
        raise Bad("paper.people", f"{second['name']} speaks for both parties")


def _in_its_days(frozen: str, signed: str, link: Link) -> None:
    """Signed between freeze and record, by the days of either place: a day here may be another one there."""
    day = timedelta(days=1)
    first, last = date.fromisoformat(frozen[:10]) - day, date.fromisoformat(link.at[:10]) + day
    if not first <= date.fromisoformat(signed) <= last:
        raise Bad(
            "paper.day", f"signed by hand on {signed}, before the text was frozen or after this was recorded"
        )


def halves(links: Sequence[Link], envelopes: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The first attestation of each pair, by the id of the link that records it. Raises Bad("chain.envelope")."""
    recorded = [link.id for link in links if link.leaf["event"] == EVENT]
    if len(recorded) != len(envelopes):
        raise Bad(
            "chain.envelope", f"{len(envelopes)} first attestations for {len(recorded)} signatures on paper"
        )
    return dict(zip(recorded, envelopes, strict=True))
