"""The people of the demo. Their names are made up; the two sides' names come from the text where it has them."""

from dataclasses import dataclass

from workflow.demo.names import Sides


@dataclass(frozen=True)
class Role:
    """One person: at which of the three parties, in which offices, and with what evidence of the appointment."""

    part: str
    name: str
    party: str
    offices: tuple[str, ...]
    evidence: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.org"


DIRECTOR = Role("director", "Dana Whitfield", "district", ("student_services", "administrator"))
CAST = (
    Role(
        "superintendent",
        "Maria Okafor",
        "district",
        ("superintendent",),
        "Board minute of 14 June 2024, item 7",
    ),
    Role("district_counsel", "Priya Raman", "district", ("counsel",)),
    Role("district_registrar", "Helen Voss", "district", ("registrar", "clerk")),
    Role("district_second", "Tom Becker", "district", ("registrar",)),
    Role("principal", "Janet Lindqvist", "school", ("principal",)),
    Role("lieutenant", "Sam Ortega", "agency", ("sro_supervisor", "administrator")),
    Role("chief", "Robert Haas", "agency", ("chief",), "Appointment letter of 3 February 2023"),
    Role("agency_counsel", "Leah Stein", "agency", ("counsel",)),
    Role("agency_registrar", "Ruth Adeyemi", "agency", ("registrar", "clerk")),
    Role("agency_second", "Paul Novak", "agency", ("registrar",)),
    Role("officer", "Erin Castillo", "agency", ("sro",)),
)
"""Two registrars a party: a founding statement needs two, and nobody vouches for himself."""


def legal_names(sides: Sides) -> dict[str, str]:
    """The three parties of the story."""
    return {"district": sides.district, "agency": sides.agency, "school": f"{sides.place} High School"}
