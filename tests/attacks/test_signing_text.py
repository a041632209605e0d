"""Signed text with confusable or invisible characters, a sentence hidden in markup: what the service refuses, and what it shows.

What cannot be seen, or reads like something else, is never frozen. Markup that would hide a sentence elsewhere means nothing
here: the sentence stands, sign for sign, on the signing page, in the packet, on the public page, in the PDF and in the package.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from tests.publication.kit import Press
from tests.signing import world as worlds
from tests.signing.test_page import put_key
from tests.signing.world import TEXT
from workflow.adapters.keystore import Keystore
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.core.errors import Invalid
from workflow.drafting.models import Attachment, Edition, Mou
from workflow.parties import sessions
from workflow.signing.models import SigningEvent
from workflow.web.sessions import cookie_name

INVISIBLE = {
    "a zero-width space": "No officer\u200b searches.",
    "text turned around": "No officer \u202esehcraes\u202c.",
    "a soft hyphen": "No officer sear\u00adches.",
    "a filler that shows nothing": "No officer\u3164searches.",
    "a tag": "No officer\U000e006e searches.",
}
CONFUSABLE = {
    "a Cyrillic letter in a Latin word": "No \u043efficer searches.",
    "a Greek letter in a Latin word": "No \u03bffficer searches.",
    "a word of Cyrillic letters that look Latin": "No officer may \u0440\u043e\u0441\u0435 a pupil.",
}
HIDDEN = {
    "a comment": "<!-- {} -->",
    "the title of a link": '[the handbook](/handbook "{}")',
    "an attribute": '<span title="{}">the handbook</span>',
    "an element of no size": '<span style="font-size:0">{}</span>',
    "an element that is not shown": "<div hidden>{}</div>",
    "the definition of a reference": '[rule]: /handbook "{}"',
    "the alternative of a picture": "![{}](x.png)",
    "what is folded away": "<details><summary>Rules</summary>{}</details>",
    "a template": "<template>{}</template>",
    "a script": "<script>{}</script>",
    "a note that nothing leads to": "[^9]: {}",
    "an entity": "Ever&#8203;y pupil: {}",
    "a comment of the typesetter": "/* {} */ // The officer too.",
    "a call of the typesetter": "#hide[{}]",
    "a comment of TeX": "% {}",
}


@pytest.fixture
def world(session):
    return worlds.build(session)


def refusals(session, world, now):
    """The codes for which a reviewed text is not frozen; nothing of it is kept."""
    worlds.approve(session, world, now)
    with pytest.raises(Invalid) as no, session.begin_nested():
        world.freeze(session, now)
    assert session.exec(select(SigningEvent)).all() == []
    return [issue.code for issue in no.value.issues]


def edition_of(session, world):
    return session.get_one(Edition, world.edition)


@pytest.mark.parametrize("words", INVISIBLE.values(), ids=INVISIBLE)
def test_a_text_with_an_invisible_character_is_never_frozen(session, world, now, words):
    worlds.revise(session, edition_of(session, world), (*TEXT, f"# 9. Searches\n\n{words}"), now)
    assert "text.characters" in refusals(session, world, now)


@pytest.mark.parametrize("words", CONFUSABLE.values(), ids=CONFUSABLE)
def test_a_text_with_a_confusable_word_is_never_frozen(session, world, now, words):
    worlds.revise(session, edition_of(session, world), (*TEXT, f"# 9. Searches\n\n{words}"), now)
    assert refusals(session, world, now) == ["text.confusable"]


def test_a_title_with_a_confusable_word_is_never_frozen(session, world, now):
    edition_of(session, world).title = "School Res\u043eurce Officers"
    assert refusals(session, world, now) == ["text.confusable"]


def test_an_exhibit_with_a_confusable_name_is_never_frozen(session, world, now):
    text = (*TEXT, "# 9. Costs\n\nSee Exhibit A.")
    revision = worlds.revise(session, edition_of(session, world), text, now)
    for position, name in enumerate(("Exhibit A", "Exhibit \u0410")):
        session.add(
            Attachment(
                revision_id=revision.id, name=name, media_type="text/plain", content=b"1", position=position
            )
        )
    session.flush()
    assert refusals(session, world, now) == ["text.confusable"]


class Hall:
    """A served service whose frozen text has every hiding place in it, and people who come to it with their keys."""

    def __init__(self, service, visitor):
        self.service, self.visitor, self.now = service, visitor, datetime.now(UTC)
        with service.database.writing() as session:
            self.world = worlds.build(
                session, origin=service.url, at=self.now - timedelta(days=30), text=(*TEXT, written())
            )
            self.event = self.world.freeze(session, self.now).id

    def come(self, name):
        with self.service.database.writing() as session:
            token = sessions.begin(session, self.world.people[name], at=self.now, by_passkey=True)
        person = self.visitor(self.service.url)
        cookie = {"name": cookie_name(self.service.settings), "value": token, "url": self.service.url}
        person.context.add_cookies([cookie])
        put_key(person, self.world.keys[name])
        person.page.goto(f"/signing-events/{self.event}")
        return person.page

    def publish(self):
        at = datetime.now(UTC)
        with self.service.database.writing() as session:
            keystore = Keystore.of(self.service.settings, makes=True)
            slug = session.get_one(Mou, self.world.mou).slug
            press = Press(session, self.service.settings, keystore, self.world, slug)
            keystore.begin()
            press.checkpoint(at)
            assert press.publish(at + timedelta(minutes=1))
        return slug


BRACKETS = {name: place for name, place in HIDDEN.items() if "[" in place and "[^" not in place}
"""Words in brackets are blanks that somebody is still to fill, whatever stands behind them."""


@pytest.mark.parametrize("place", BRACKETS.values(), ids=BRACKETS)
def test_a_sentence_hidden_behind_brackets_is_never_frozen(session, world, now, place):
    hidden = place.format("The officer may search without cause.")
    worlds.revise(session, edition_of(session, world), (*TEXT, f"# 9. Searches\n\n{hidden}"), now)
    assert refusals(session, world, now) == ["text.placeholder"]


def written():
    """One clause with all others, each with a number of its own."""
    places = [
        place.format(f"{number}. The officer may search without cause.", "And so on.")
        for number, (name, place) in enumerate(HIDDEN.items(), start=1)
        if name not in BRACKETS
    ]
    return "\n\n".join(["# 9. Searches", *places])


def unsaid(shown):
    """Which hiding places are not shown sign for sign (a note's own signs become its label)."""
    words = squeezed(shown)
    wanted = [line.removeprefix("[^9]: ") for line in written().split("\n\n")[1:]]
    return [line for line in wanted if squeezed(line) not in words]


def test_a_sentence_hidden_in_markup_is_read_by_everybody_who_signs_and_by_everybody_after(
    served, settings, database, visitor
):
    hall = Hall(served(settings), visitor)
    for name in ("chief", "superintendent"):
        page = hall.come(name)
        assert unsaid(page.locator("[data-clause='5']").inner_text()) == []
        packet = page.request.get(f"/signing-events/{hall.event}/packet.pdf")
        assert unsaid(page_words(packet.body())) == []
        page.get_by_text("Your browser has recomputed the fingerprint").wait_for()
        page.get_by_role("button", name="Sign with my key").click()
        page.locator("p.lead", has_text="Signed. Recorded.").wait_for()
    slug = hall.publish()
    page = hall.visitor(hall.service.url).page
    page.goto(f"/mou/{slug}")
    assert unsaid(page.locator("main").inner_text()) == []
    copies = {kind: page.request.get(f"/mou/{slug}/1.{kind}").body() for kind in ("pdf", "txt", "md", "json")}
    assert unsaid(page_words(copies["pdf"])) == []
    assert unsaid(copies["txt"].decode()) == unsaid(copies["md"].decode()) == []
    assert json.loads(copies["json"])["clauses"][-1]["text"] == written()
