"""What people fill in: the forms of this room. Fields are words with defaults; what is required, the actions say."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Form, Upload

HIDDEN = {"kind": "hidden"}
BASE = {"label": "Your text is based on revision", "kind": "line"}
CONFIRMED = {"kind": "tick", "label": "I know, and I want this change"}
"""A page says no until what the change undoes was shown; a program is taken at its word unless it says no."""
AWARD = {"label": "Which award"}
RECORD = {"label": "The clause", "kind": "box"}
STRUCK = {"label": "Words struck through (leave, take)", "kind": "line"}
UNSEEN = {"label": "Hidden words (leave, take)", "kind": "line"}
"""Empty: ask, if a Word file holds any."""


@dataclass
class StartForm(Form):
    title: str = ""
    slug: str = field(default="", metadata={"label": "Address"})
    parties: list[str] = field(default_factory=list, metadata=HIDDEN)
    timezone: str = field(default="", metadata={"label": "Time zone"})
    summary: str = ""
    award: bool = False
    award_name: str = field(default="", metadata=AWARD)
    effective_rule: str = field(default="last_signature", metadata={"label": "Takes effect"})
    starts: str = field(default="", metadata={"label": "First day"})
    ends: str = field(default="", metadata={"label": "Last day"})
    months: str = field(default="", metadata={"label": "Number of months"})
    review_months: str = field(default="12", metadata={"label": "Months between reviews"})
    begin_with: str = field(default="", metadata=HIDDEN)
    text: str = field(default="", metadata={"label": "The text", "kind": "box"})
    upload: Upload | None = field(default=None, metadata={"label": "The file"})
    struck: str = field(default="", metadata=STRUCK)
    hidden: str = field(default="", metadata=UNSEEN)


@dataclass
class ClauseForm(Form):
    text: str = field(default="", metadata=RECORD)
    base: str = field(default="", metadata=BASE)
    note: str = field(default="", metadata={"label": "Why, in a few words"})
    confirmed: bool = field(default=True, metadata=CONFIRMED)


@dataclass
class NewClauseForm(Form):
    text: str = field(default="", metadata=RECORD)
    after: str = field(default="", metadata=HIDDEN)
    note: str = field(default="", metadata={"label": "Why, in a few words"})
    confirmed: bool = field(default=True, metadata=CONFIRMED)


@dataclass
class PlaceForm(Form):
    after: str = field(default="", metadata=HIDDEN)
    note: str = ""


@dataclass
class RemovalForm(Form):
    base: str = field(default="", metadata=BASE)
    note: str = ""
    confirmed: bool = field(default=True, metadata=CONFIRMED)


@dataclass
class RedactableForm(Form):
    redactable: bool = False
    note: str = ""


@dataclass
class PreviewForm(Form):
    text: str = field(default="", metadata={"label": "The text", "kind": "box"})
    upload: Upload | None = field(default=None, metadata={"label": "The file"})
    struck: str = field(default="", metadata=STRUCK)
    hidden: str = field(default="", metadata=UNSEEN)


@dataclass
class ImportForm(Form):
    clauses: list[str] = field(default_factory=list, metadata=HIDDEN)
    base: str = field(default="", metadata=BASE)
    note: str = ""
    confirmed: bool = field(default=True, metadata=CONFIRMED)


@dataclass
class ExhibitForm(Form):
    name: str = ""
    redactable: bool = False
    upload: Upload | None = field(default=None, metadata={"label": "The file"})


@dataclass
class TermForm(Form):
    effective_rule: str = field(default="last_signature", metadata={"label": "Takes effect"})
    starts: str = field(default="", metadata={"label": "First day"})
    ends: str = field(default="", metadata={"label": "Last day"})
    months: str = field(default="", metadata={"label": "Number of months"})
    review_months: str = field(default="12", metadata={"label": "Months between reviews"})
    award: bool = False
    award_name: str = field(default="", metadata=AWARD)
    base: str = field(default="", metadata=HIDDEN)


@dataclass
class NamesForm(Form):
    title: str = field(default="", metadata={"label": "Title"})
    slug: str = field(default="", metadata={"label": "Address"})
    summary: str = field(default="", metadata={"label": "What it is about", "kind": "box"})
    parties: list[str] = field(default_factory=list, metadata=HIDDEN)
    base: str = field(default="", metadata=HIDDEN)


@dataclass
class MarkForm(Form):
    value: str = field(default="", metadata={"label": "met, not_met or not_applicable"})
    words: str = field(default="", metadata={"label": "In your words", "kind": "box"})
    clause: str = field(default="", metadata=HIDDEN)
    pack: str = field(default="cops", metadata=HIDDEN)
