"""Who acts: parties of four kinds, the offices people hold in them, and the actor a request speaks for."""

from dataclasses import dataclass
from enum import StrEnum


class PartyKind(StrEnum):
    """What a party is. A *body* adopts (a school board, a city council); it never reviews in public view."""

    SCHOOL = "school"
    DISTRICT = "district"
    AGENCY = "agency"
    BODY = "body"


class Office(StrEnum):
    """An office or post at a party. Keys and powers move with the person who holds it (realities, section 6)."""

    CHIEF = "chief"
    SHERIFF = "sheriff"
    SUPERINTENDENT = "superintendent"
    BOARD_CHAIR = "board_chair"
    PRINCIPAL = "principal"
    ASSISTANT_PRINCIPAL = "assistant_principal"
    SRO = "sro"
    SRO_SUPERVISOR = "sro_supervisor"
    COUNSEL = "counsel"
    STUDENT_SERVICES = "student_services"
    CLERK = "clerk"
    REGISTRAR = "registrar"
    GRANTS_COORDINATOR = "grants_coordinator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"


OFFICE_TITLES = {
    Office.CHIEF: "Chief of Police",
    Office.SHERIFF: "Sheriff",
    Office.SUPERINTENDENT: "Superintendent",
    Office.BOARD_CHAIR: "Board Chair",
    Office.PRINCIPAL: "Principal",
    Office.ASSISTANT_PRINCIPAL: "Assistant Principal",
    Office.SRO: "School Resource Officer",
    Office.SRO_SUPERVISOR: "SRO Supervisor",
    Office.COUNSEL: "Counsel",
    Office.STUDENT_SERVICES: "Student Services Director",
    Office.CLERK: "Clerk",
    Office.REGISTRAR: "Registrar",
    Office.GRANTS_COORDINATOR: "Grants Coordinator",
    Office.ADMINISTRATOR: "Administrator",
    Office.MEMBER: "Member",
}

TOP_LAW_ENFORCEMENT = frozenset({Office.CHIEF, Office.SHERIFF})
"""Requirement 115: the highest ranking law enforcement executive signs."""
SCHOOL_OFFICIALS = frozenset({Office.SUPERINTENDENT, Office.BOARD_CHAIR, Office.PRINCIPAL})
"""Requirement 116: at least one of these three signs for the school side."""
SIGNING_OFFICES = TOP_LAW_ENFORCEMENT | SCHOOL_OFFICIALS

OFFICES_OF = {
    PartyKind.SCHOOL: (
        Office.PRINCIPAL, Office.ASSISTANT_PRINCIPAL, Office.REGISTRAR, Office.ADMINISTRATOR,
    ),
    PartyKind.DISTRICT: (
        Office.SUPERINTENDENT, Office.STUDENT_SERVICES, Office.COUNSEL, Office.REGISTRAR, Office.CLERK,
        Office.GRANTS_COORDINATOR, Office.BOARD_CHAIR, Office.ADMINISTRATOR,
    ),
    PartyKind.AGENCY: (
        Office.CHIEF, Office.SHERIFF, Office.SRO_SUPERVISOR, Office.SRO, Office.COUNSEL, Office.REGISTRAR,
        Office.CLERK, Office.GRANTS_COORDINATOR, Office.ADMINISTRATOR,
    ),
    PartyKind.BODY: (Office.CLERK, Office.BOARD_CHAIR, Office.MEMBER, Office.REGISTRAR, Office.ADMINISTRATOR),
}  # fmt: skip
"""The offices that make sense at each kind of party, in the order a form offers them."""

SIGNS_FOR = {
    PartyKind.SCHOOL: frozenset({Office.PRINCIPAL}),
    PartyKind.DISTRICT: frozenset({Office.SUPERINTENDENT}),
    PartyKind.AGENCY: TOP_LAW_ENFORCEMENT,
    PartyKind.BODY: frozenset({Office.CLERK}),
}
"""Who signs for a party of each kind as a rule, and so needs a key in good time."""

DESK_OFFICES = frozenset({
    Office.STUDENT_SERVICES, Office.COUNSEL, Office.SRO_SUPERVISOR, Office.CLERK, Office.GRANTS_COORDINATOR,
    Office.SUPERINTENDENT, Office.CHIEF, Office.SHERIFF, Office.ADMINISTRATOR,
})  # fmt: skip
"""Those who run an agreement: they draft, circulate, answer comments, freeze and reopen."""


class Capacity(StrEnum):
    """In which capacity an office is held. Acting and interim holders need appointment evidence."""

    HOLDER = "holder"
    ACTING = "acting"
    INTERIM = "interim"


@dataclass(frozen=True)
class Hold:
    """One office held today by the actor."""

    party_id: str
    kind: PartyKind
    office: Office
    capacity: Capacity = Capacity.HOLDER
    appointment_id: str = ""


@dataclass(frozen=True)
class Actor:
    """Whom a request speaks for. Nobody signed in is an Actor without a person.

    `guest_of` limits a reviewer without an account to one edition; who `observes` it reads, and nothing else. `by_passkey` tells a passkey sign-in from a
    mailed link. `party_name` and `office_title` are the snapshot that events keep.
    """

    person_id: str = ""
    name: str = ""
    holds: tuple[Hold, ...] = ()
    guest_of: str = ""
    by_passkey: bool = False
    party_name: str = ""
    office_title: str = ""
    service: bool = False
    observes: bool = False

    @property
    def signed_in(self) -> bool:
        return bool(self.person_id)

    @property
    def party_ids(self) -> frozenset[str]:
        return frozenset(hold.party_id for hold in self.holds)

    def holds_any(self, offices: frozenset[Office], party_ids: frozenset[str] | None = None) -> bool:
        """Whether the actor holds one of these offices, at one of these parties when they are named."""
        return any(h.office in offices and (party_ids is None or h.party_id in party_ids) for h in self.holds)


NOBODY = Actor()
SERVICE = Actor(name="Countersign", service=True)
"""The service itself, when the clock or a reaction acts."""
