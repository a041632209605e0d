"""The manifest in plain language: what the page, its JSON and the packet say of one frozen text."""

from datetime import date, timedelta

import pytest

from tests.scripts.terms import data
from tests.scripts.texts import FULL
from tests.signing import world as worlds
from tests.signing.paper import kit
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.drafting.models import Edition
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.manifest import EFFECTIVE, ORDERS
from workflow.evidence.statement_table import PARTY_KINDS
from workflow.signing import frozen, packet, page, terms


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


def said(session, world, now, name="counsel", event=None):
    """The rows as the page and its JSON give them, by what they are about."""
    event = event or world.freeze(session, now)
    value = page.event_page(session, world.actor(session, name, now), event.id, now)
    return dict(value["terms"]["rows"]), dict(value["terms"]["numbers"]), event


def test_everything_that_is_signed_beside_the_clauses_stands_in_words(session, world, now):
    rows, numbers, event = said(session, world, now)
    assert rows["Agreement"] == ["School Resource Officers 2026", "Edition 1, revision 1"]
    assert rows["Parties"][0] == f"{worlds.POLICE} (police department or sheriff’s office)"
    assert rows["The text"] == ["4 clauses", "No exhibits"]
    assert rows["Comes into force"] == ["On the day of the last signature"]
    assert rows["Runs"] == ["12 months"]
    assert rows["Who signs"] == [
        f"{worlds.POLICE}, by its Chief of Police or Sheriff, with a key",
        f"{worlds.DISTRICT}, by its Superintendent or Board Chair, with a key",
        "They sign in any order",
        "One person signs in one place",
        "A new key counts 72 hours after a registrar vouched for it",
    ]
    assert len(rows["Who adopts"]) == 1 and rows["Changes after a vote"] == ["Nobody may change it"]
    assert rows["Replaces"] == ["No earlier edition"]
    assert rows["Days and times of"] == ["Pacific (America/Los_Angeles)"]
    text = frozen.read(session, event).manifest
    assert numbers["Text"] == text["text"]["text_root"] and numbers["Agreement"] == world.mou


def test_the_last_day_to_sign_stands_by_the_agreements_own_clock(session, world, now):
    """The window closes in the evening of the day before, where the parties are."""
    at = now.replace(hour=2, minute=5, second=0, microsecond=0)
    event = world.freeze(session, at)
    rows, _, _ = said(session, world, at, event=event)
    local = (at - timedelta(days=1) + timedelta(days=30)).date()
    assert rows["Can be signed until"][0].startswith(f"{local:%A} {local.day} {local:%B %Y}, ")
    assert rows["Can be signed until"][0].endswith(" Pacific; after that no signature counts")


def test_who_may_sign_on_paper_is_said_beside_who_signs(session, world, now):
    rows, *_ = said(session, world, now, event=kit.frozen(session, world, now, "agency"))
    assert rows["Who signs"][0].endswith(", with a key or on paper")
    assert rows["Who signs"][1].endswith(", with a key")


def test_a_term_of_a_named_day_says_its_last_day(session, world, now):
    edition = session.get_one(Edition, world.edition)
    edition.effective_rule, edition.starts = "retroactive", date(2026, 7, 1)
    session.flush()
    rows, *_ = said(session, world, now)
    assert rows["Comes into force"] == ["On Wednesday 1 July 2026, whenever it is signed"]
    assert rows["Runs"] == [
        "12 months, until Wednesday 30 June 2027 if it comes into force on Wednesday 1 July 2026"
    ]


def test_the_packet_prints_the_same_rows(session, world, settings, now):
    rows, _, event = said(session, world, now)
    made = packet.packet(session, world.actor(session, "clerk", now), event.id, settings)
    words = squeezed(page_words(made.content))
    for label, lines in rows.items():
        assert squeezed(label) in words and squeezed("; ".join(lines)) in words, label


def test_every_member_of_a_manifest_stands_somewhere(session, world, now):
    """Change any one, and the rows or the numbers are others. Two are the same in every manifest, and judged as such."""
    assert set(FULL) == set(frozen.read(session, world.freeze(session, now)).manifest)
    shown = terms.section(**data())
    for name, other in changed():
        assert terms.section(**data() | {"manifest": other}) != shown, name


def changed():
    """The full manifest with any one member otherwise."""
    for name, value in FULL.items():
        if name in OTHER:
            yield name, FULL | {name: OTHER[name]}
        elif isinstance(value, dict):
            yield from (
                (f"{name}.{one}", FULL | {name: value | {one: _other(one, value[one])}})
                for one in value
                if (name, one) not in REFERRED
            )
        elif isinstance(value, list):
            yield name, FULL | {name: [*value, value[0]]}
            yield from (
                (f"{name}.{one}", FULL | {name: [value[0] | {one: _other(one, value[0][one])}, *value[1:]]})
                for one in value[0]
                if (name, one) not in REFERRED
            )
    yield from ((old, loads(dumps(FULL).replace(f'"{old}"'.encode(), b'"new"'))) for old in ("P", "board"))


OTHER = {
    "deployment": "e",
    "mou": "n",
    "title": "Officers",
    "edition": 3,
    "revision": 8,
    "zone": "America/Denver",
    "frozen_at": "2026-05-14T00:00:30Z",
    "expires": "2026-12-13T08:05:00Z",
    "order": "any",
    "one_slot_each": True,
    "waiting_hours": 73,
}
INSIDE = {
    "kind": "scrivener",
    "office": "clerk",
    "party": "S",
    "body": "other",
    "offices": ["chief"],
    "rule": "retroactive",
    "date": "2027-07-02",
}
REFERRED = {
    ("parties", "id"),
    ("adopting_bodies", "id"),
    ("parties", "kind"),
    ("term", "rule"),
    ("term", "date"),
    ("text", "alg"),
}
"""What others refer to is renamed everywhere; of some the words have a test of their own; the algorithm is the only one there is."""


def _other(name, value):
    return INSIDE.get(name) or (
        not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}x"
    )


def test_there_are_words_for_everything_the_format_allows():
    assert set(terms.KINDS) == set(PARTY_KINDS) and set(terms.EFFECTIVE) == set(EFFECTIVE)
    assert set(terms.ORDER) == set(ORDERS)
