"""The two sides of the demo: named by the text where it names them, else a made-up pair, and it says which."""

import re
from dataclasses import dataclass

_WORD = r"(?:[A-Z][\w.'’&-]*|of|OF|the|de|del|la)"
_NAME = rf"(?:[A-Z][\w.'’&-]*)(?:[ \t]+{_WORD}){{0,6}}"
_DISTRICT = re.compile(
    rf"({_NAME}[ \t]+(?i:(?:(?:central|unified|independent|consolidated|community|city|local)[ \t]+)*"
    r"(?:school[ \t]+district(?:[ \t]+(?:no\.?[ \t]*|\#)\d[\w-]*|[ \t]+\d[\w-]*)?|public[ \t]+schools|city[ \t]+schools|public[ \t]+school[ \t]+system)))"
)
_AGENCY = re.compile(
    rf"({_NAME}[ \t]+(?i:police[ \t]+department|sheriff['’]?s?[ \t]+office|sheriff['’]?s[ \t]+department))"
)
_BOARD = re.compile(rf"(School[ \t]+Board[ \t]+of[ \t]+{_NAME})")
_LEADING = re.compile(
    r"^(?:(?:The|This|Between|And|By|Of|WITNESSETH|WHEREAS|AGREEMENT|MEMORANDUM|UNDERSTANDING|MOU|MOA|IGA|"
    r"Agreement|Memorandum|Understanding|Made|Effective|Proposed|Appendix|City|SRO|Program)\b[ \t]*)+(?=[A-Z])"
)
DEMO_DISTRICT, DEMO_AGENCY = "Springfield School District", "Springfield Police Department"


@dataclass(frozen=True)
class Sides:
    """Legal names of the two sides, and whether the text itself named each."""

    district: str
    agency: str
    district_named: bool
    agency_named: bool

    @property
    def sentence(self) -> str:
        """Says plainly where the names come from."""
        if self.district_named and self.agency_named:
            return f"The text names both sides: {self.district} and {self.agency}."
        if self.district_named or self.agency_named:
            named, made_up = (
                (self.district, self.agency) if self.district_named else (self.agency, self.district)
            )
            return f"The text names {named}. It does not name the other side, so the demo calls it {made_up}."
        return f"The text names neither side, so the demo calls them {self.district} and {self.agency}."

    @property
    def place(self) -> str:
        return (
            re.sub(
                r"\b(?:School|Police|Sheriff|Public|Central|Unified|Independent).*", "", self.district
            ).strip()
            or "Springfield"
        )


def sides(text: str) -> Sides:
    """Read the two names out of the agreement's own words."""
    body = text.split("-----8<-----")[-1].replace("<br />", "\n")
    spellings = {word.upper(): word for word in re.findall(r"[A-Z][a-z]+[A-Z][a-z]+\b|[A-Z][a-z]+\b", text)}
    district = _first(_DISTRICT, body, spellings) or _first(_BOARD, body, spellings)
    agency = _first(_AGENCY, body, spellings)
    return Sides(district or DEMO_DISTRICT, agency or DEMO_AGENCY, bool(district), bool(agency))


def _first(pattern: re.Pattern[str], text: str, spellings: dict[str, str]) -> str:
    """The first name in ordinary letters; one in capitals only when there is no other, and when it is short."""
    found = [(match.group(1), _tidy(match.group(1), spellings)) for match in pattern.finditer(text)]
    names = [(raw, name) for raw, name in found if len(name.split()) > 2 and len(name) <= 90]
    ordinary = [name for raw, name in names if not raw.isupper()]
    return next(iter(ordinary), next((name for _, name in names if len(name.split()) <= 5), ""))


def _tidy(name: str, spellings: dict[str, str]) -> str:
    """One spelling: no leading connecting words, nothing said twice, capitals as in a name."""
    name = " ".join(name.split())
    while (shorter := _LEADING.sub("", name)) != name:
        name = shorter
    name = re.sub(r"^.*\b(?i:between|and|by) (?:(?i:the) )?(?=[A-Z])", "", name)
    name = re.sub(r"^The (?=[A-Z])", "", name)
    name = re.sub(r"^(?:City|Town|County) of (.+?) (?=\1 )", "", name)
    words = name.split()
    if sum(word.isupper() and len(word) > 2 for word in words) > 1:
        words = [_spelt(word, number, spellings) for number, word in enumerate(words)]
    return " ".join(words).strip(" ,.")


def _spelt(word: str, place: int, spellings: dict[str, str]) -> str:
    if place and word.lower() in ("of", "the", "and", "de", "del", "la"):
        return word.lower()
    return "-".join(spellings.get(part.upper(), part.capitalize()) for part in word.split("-"))
