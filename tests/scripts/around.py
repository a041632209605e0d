"""What a signing page says around its keys: the first sentence, and for each form its words and its button."""

from html import escape
from typing import Any

from workflow.adapters.templates import day
from workflow.evidence.canonical import unb64u
from workflow.evidence.statement_table import INTENT
from workflow.parties.queries import title_of
from workflow.signing import terms

DEEDS = {"approval": "sign", "adoption": "record a vote", "correction": "answer for this correction"}
TITLES = {
    "approval": ("Sign", "Sign with my key"),
    "decline": ("Decline", "Decline with my key"),
    "adoption": ("Record the vote", "Record the vote with my key"),
    "correction": ("Answer", "Answer with my key"),
}


def names(data: dict[str, Any]) -> tuple[str, str]:
    """The party and the office of whoever signs, in words."""
    mine = data["mine"]
    party = next((one["legal_name"] for one in data["manifest"]["parties"] if one["id"] == mine["party"]), "")
    return party, title_of(mine["office"], mine["capacity"])


def lead(data: dict[str, Any], act: str) -> str:
    """The first sentence of the page."""
    party, office = names(data)
    if act == "decline":
        return f"You sign for {party} as {office}, after Ann Example."
    return f"You are about to {DEEDS[act]} for {party} as {office}."


def intent(data: dict[str, Any], act: str) -> str:
    """The words of one form: what its key says, and whose key it is."""
    party, office = names(data)
    body = next(
        (one["name"] for one in data["manifest"]["adopting_bodies"] if one["id"] == data["place"]), party
    )
    at = f": {body}" if act == "adoption" and body != party else ""
    return f"{TITLES[act][0]}\n“{INTENT[act]}”\n{data['mine']['name']}, {office}, for {party}{at}"


def form(act: str, says: str, label: str, more: str = "") -> str:
    """One form as the page has it; `more` is an attribute of its button."""
    held = f"<div data-intent>{escape(says)}</div>"
    return f'<form data-act="{act}"><input type="hidden" name="credential">{held}<button disabled {more}>{escape(label)}</button></form>'


def around(data: dict[str, Any], *acts: str, first: str | None = None, **other: tuple[str, str]) -> str:
    """The sentence and the forms of these acts. `first` stands instead of the whole sentence; by act, other words and another label."""
    said = first if first is not None else f'<p class="lead" data-lead>{escape(lead(data, acts[0]))}</p>'
    return said + "".join(form(act, *other.get(act, (intent(data, act), TITLES[act][1]))) for act in acts)


def vote_rows(data: dict[str, Any], typed: dict[str, str], fingerprint: str) -> list[list[str]]:
    """A vote as its page says it before the key is asked: a label and its words, row by row."""
    manifest, place = data["manifest"], data["place"]
    given = terms.authorities(manifest, place) if typed["gave"] else []
    return [
        ["Body", next(one["name"] for one in manifest["adopting_bodies"] if one["id"] == place)],
        ["Day of the meeting", day(typed["meeting"])],
        ["Item of the agenda", typed["item"]],
        ["Resolution", typed["resolution"]],
        ["Votes", f"{typed['yes']} for, {typed['no']} against, {typed['abstain']} abstaining"],
        ["Authorized with the vote", " ".join(given) or "No change of the text"],
        [
            "File of the minutes (SHA-256)",
            unb64u(typed["minutes"]).hex() if typed["minutes"] else "None given",
        ],
        ["Fingerprint of the text", fingerprint],
    ]
