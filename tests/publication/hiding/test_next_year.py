"""One more life of two hundred planted strings: hidden in the first edition, copied into next year's draft, and looked for in
everything a stranger gets while that is open for comment, answered, closed, signed and published.

Half of the clauses may be hidden again. Of the other half the parties decided, and were told before, that they are published.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.conftest import NOW
from tests.publication.hiding import kit
from tests.publication.hiding.test_nothing_survives import (
    HEADED,
    LATER,
    MAY,
    PLANTED,
    attach,
    found,
    inside,
    public_answers,
    whole_life,
    written,
)
from tests.publication.kit import Press
from tests.publication.test_pages import Visitor, opened
from tests.signing.world import TEXT, approve
from workers import commenter_letters
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.adapters.templates import environment
from workflow.core.errors import Invalid
from workflow.core.lifecycle import Status
from workflow.drafting import actions as drafting
from workflow.drafting.models import Clause, Edition
from workflow.parties.sessions import begin
from workflow.publication.hiding.actions import Sheet
from workflow.renewal import actions as renewal
from workflow.review.guests.queries import guests_page
from workflow.review.observers.queries import observers_page
from workflow.review.window import actions as windows
from workflow.review.window import judging, speaking
from workflow.review.window.models import PublicComment
from workflow.signing.models import SigningEvent

OPEN = NOW + timedelta(days=200)
AGAIN = tuple(range(10, 15))
"""The clauses that may be hidden in the next edition, too."""
CLEAR, KEPT = PLANTED[:100], PLANTED[100:]


@pytest.fixture
def press(database: Database, settings: Settings) -> Press:
    """Published with ten clauses and an exhibit hidden; next year's draft is a copy of it, in its comment window."""
    with database.writing() as session:
        made = kit.kit.press(session, settings, text=(*TEXT, *HEADED), redactable=MAY)
        attach(made)
        whole_life(made, NOW)
        made.schedule_review(NOW + 2 * LATER)
        counsel = made.world.actor(session, "counsel", OPEN)
        following = renewal.request(session, counsel, made.world.edition, at=OPEN)
        following.status, following.route = (
            Status.IN_REVIEW,
            session.get_one(Edition, made.world.edition).route,
        )
        session.flush()
        for number in set(MAY) - set(AGAIN):
            drafting.mark_redactable(session, counsel, following.id, f"k{number}", redactable=False, at=OPEN)
        made.world.edition = following.id
        drafting.edit_clause(
            session, counsel, following.id, "k6", text=f"{HEADED[1]}\n- And one more.", base=6, at=OPEN
        )
        drafting.add_clause(
            session, counsel, following.id, text=f"# 20. Together\n\nSee here.\n\n{body(2)}", at=OPEN
        )
        approve(session, made.world, OPEN)
    return made


def body(number: int) -> str:
    """The words of a planted clause without its heading."""
    return HEADED[number].split("\n\n", 1)[1]


def announce(made: Press, at: object = OPEN) -> None:
    counsel = made.world.actor(made.session, "counsel", OPEN)
    windows.announce(
        made.session, counsel, made.world.edition, notice="Tell us what you think.", closes="2026-12-20T17:00", at=OPEN + LATER
    )  # fmt: skip


def leaks(visitor: Visitor, made: Press, planted: list[str] = PLANTED) -> dict[str, list[str]]:
    """Every public answer in which one of these stands."""
    answers = dict(public_answers(visitor, made))
    for key in keys(made):
        for prefix in ("", "/api/v1"):
            path = f"{prefix}/mou/{made.slug}/2/comment/new?clause={key}"
            answers[path] = visitor.get(path).content
    parts = {name: inside(one) if one.startswith(b"%PDF") else [one] for name, one in answers.items()}
    return {
        name: hits for name, content in parts.items() if (hits := sorted({*found(*content)} & {*planted}))
    }


def keys(made: Press) -> list[str]:
    edition = made.session.get_one(Edition, made.world.edition)
    return list(made.session.exec(select(Clause.key).where(Clause.revision_id == edition.revision_id)))


def comment(made: Press, words: str, clause: str, **more: object) -> PublicComment:
    at = OPEN + 2 * LATER
    row = speaking.say(
        made.session, made.slug, "2", words=words, clause=clause, email="pat@example.org", at=at, **more
    )
    return speaking.confirm(made.session, speaking.issue_link(made.session, row.id, at=at), at=at)


@pytest.fixture
def using(press: Press, database: Database) -> Callable[[Callable[[Session], object]], object]:
    """Do something in a transaction of its own, as a request does."""

    def do(act: Callable[[Session], object]) -> object:
        with database.writing() as press.session:
            return act(press.session)

    return do


def test_the_parties_are_told_before_anybody_reads_it(press: Press, database: Database) -> None:
    with database.writing() as session:
        token = begin(session, press.world.people["counsel"], at=OPEN, by_passkey=True)
        counsel = press.world.actor(session, "counsel", OPEN)
        let_in = (
            guests_page(session, counsel, press.world.edition),
            observers_page(session, counsel, press.world.edition),
        )
    assert [len(one["withheld"]) for one in let_in] == [12, 12], (
        "ten clauses, the one that has their words, an exhibit"
    )
    here = f"/editions/{press.world.edition}"
    with opened(press.settings, OPEN) as visitor:
        visitor.cookies.set("countersign_session", token)
        desk = visitor.get(f"{here}/window").text
        assert (
            "12 parts are hidden from the public today" in desk and desk.count("is hidden in edition 1") == 12
        )
        assert (
            desk.count("It may be hidden again") == 6 and desk.count("its words are public as soon as") == 6
        )
        for page in (f"{here}/readiness", f"{here}/clauses/k5/edit"):
            assert "its words are public as soon as this edition is published" in visitor.get(page).text, page
        assert "It may be hidden again" in visitor.get(f"{here}/clauses/k12/edit").text
        for page, name in ((f"{here}/guests", "guest"), (f"{here}/observers", "observer")):
            assert "with it what is hidden from the public today" in visitor.get(page).text, name


def test_none_of_them_is_public_while_the_draft_is(press: Press, database: Database, using: Callable) -> None:
    using(lambda _: announce(press))
    with database.reading() as press.session, opened(press.settings, OPEN + 2 * LATER) as visitor:
        assert leaks(visitor, press) == {}
        page = visitor.get(f"/mou/{press.slug}/2/comment").text
        assert (
            page.count("This clause is withheld from the public") == 11 and "11 clauses are withheld" in page
        )
        for words in (
            "In edition 1 it is hidden. Gov. Code",
            "Approved by Chief Example",
            "1 June 2028",
            "Records desk",
        ):
            assert words in page
        assert "Body cameras are on" in page, "what is public stays so"
    using(lambda _: comment(press, "Who checks this?", "k5", wants_answer=True))
    quoted = using(lambda _: comment(press, f"I have seen it: {body(0)}", "k5"))
    with database.reading() as press.session, opened(press.settings, OPEN + 3 * LATER) as visitor:
        said = leaks(visitor, press)
        assert all("/comment" in name for name in said), "what a stranger says, and nothing else"
        data = visitor.get(f"/mou/{press.slug}/2/comments.csv").text
        assert "Part 5 of the text" in data and "repeats" not in data
    flagged(press, using, quoted.number)
    using(lambda _: moderated(press, quoted.number))
    with database.reading() as press.session, opened(press.settings, OPEN + 4 * LATER) as visitor:
        assert leaks(visitor, press) == {} and found(*written(press, OPEN + 4 * LATER)) == []


def flagged(press: Press, using: Callable, number: int) -> None:
    """Those who run it see that a comment repeats what is hidden, and nobody else does: a stranger could try words out."""
    at = OPEN + 3 * LATER
    token = using(lambda session: begin(session, press.world.people["counsel"], at=at, by_passkey=True))
    with opened(press.settings, at) as visitor:
        visitor.cookies.set("countersign_session", token)
        here = f"/editions/{press.world.edition}/window/comments"
        assert "It repeats words of a clause that is hidden" in visitor.get(f"{here}/{number}").text
        assert "It repeats words" not in visitor.get(f"{here}/1").text


def moderated(press: Press, number: int) -> None:
    """They hide it; their own answers cannot repeat it, nor does a letter."""
    counsel, at = press.world.actor(press.session, "counsel", OPEN), OPEN + 3 * LATER
    judging.moderate(press.session, counsel, press.world.edition, number, act="hide", reason="kept", at=at)
    with pytest.raises(Invalid, match="kept from the public"):
        judging.answer(
            press.session, counsel, press.world.edition, 1, value="noted", words=f"It says: {body(0)}", at=at
        )
    judging.answer(
        press.session, counsel, press.world.edition, 1, value="noted", words="The desk sergeant.", at=at
    )
    first = press.session.exec(select(PublicComment).where(PublicComment.number == 1)).one()
    letter = commenter_letters.write(press.session, environment("UTC"), "answered", first.id, key="k", at=at)
    assert (
        letter
        and "The desk sergeant." in letter.text
        and found(letter.subject, letter.text, letter.html) == []
    )


def test_what_is_released_is_shown_at_once(press: Press, database: Database, using: Callable) -> None:
    using(lambda _: announce(press))
    first = press.world.edition

    def release(session: Session) -> None:
        press.world.edition = session.get_one(Edition, first).supersedes_id or ""
        kit.decided(press, Sheet("release", ["7", "14"], "The posts have moved."), OPEN + 2 * LATER)
        press.world.edition = first

    using(release)
    with database.reading() as press.session, opened(press.settings, OPEN + 3 * LATER) as visitor:
        shown = {one for name, hits in leaks(visitor, press).items() if "/comment" in name for one in hits}
        # clause 14 may be hidden in the draft, but its very words are public in the first edition
        assert shown == {*PLANTED[40:60], *PLANTED[180:200]}


def test_signed_and_published_it_is_as_the_parties_decided(
    press: Press, database: Database, using: Callable
) -> None:
    using(lambda _: announce(press))

    def signs(session: Session) -> None:
        counsel = press.world.actor(session, "counsel", OPEN)
        comment(press, "Who checks this?", "k5")
        judging.answer(
            session,
            counsel,
            press.world.edition,
            1,
            value="noted",
            words="The sergeant.",
            at=OPEN + 3 * LATER,
        )
        windows.cancel(
            session, counsel, press.world.edition, words="It was long enough.", at=OPEN + 4 * LATER
        )
        press.world.freeze(session, OPEN + 5 * LATER)

    using(signs)
    with database.writing() as press.session:
        token = begin(press.session, press.world.people["chief"], at=OPEN + 5 * LATER, by_passkey=True)
        event = press.session.exec(
            select(SigningEvent).where(SigningEvent.edition_id == press.world.edition)
        ).one()
        address = f"/signing-events/{event.id}"
    with opened(press.settings, OPEN + 5 * LATER) as visitor:
        visitor.cookies.set("countersign_session", token)
        assert visitor.get(address).text.count("its words are public as soon as") == 6

    def published(session: Session) -> None:
        for name in ("chief", "superintendent"):
            press.world.sign(session, name, event.id, OPEN + 6 * LATER)
        press.checkpoint(OPEN + 7 * LATER)
        assert press.publish(OPEN + 7 * LATER)

    using(published)
    with database.reading() as press.session, opened(press.settings, OPEN + 7 * LATER) as visitor:
        assert leaks(visitor, press) == {}, "signed, and nobody has said yet what stays hidden"
    again = Sheet("hide", [*map(str, AGAIN), "attachment 1"], kit.BASIS, "Records desk", "2028-06-01")
    using(lambda _: kit.decided(press, again, OPEN + 8 * LATER))
    with database.reading() as press.session, opened(press.settings, OPEN + 9 * LATER) as visitor:
        assert leaks(visitor, press, KEPT) == {}
        page = visitor.get(f"/mou/{press.slug}/2").text
        assert all(one in page for one in CLEAR) and "This clause is withheld" not in page
        said = {name.removeprefix("/api/v1") for name in leaks(visitor, press)}
        first = re.compile(r"/mou/[^/]+/1(\.\w+|/quotes/.*|/comment.*)?")
        assert f"/mou/{press.slug}/2.pdf" in said and not [name for name in said if first.fullmatch(name)]
    using(lambda _: kit.decided(press, Sheet(**{**vars(kit.ORDER), "parts": ["5"]}), OPEN + 10 * LATER))
    with database.reading() as press.session, opened(press.settings, OPEN + 11 * LATER) as visitor:
        assert leaks(visitor, press, PLANTED[:20]) == {}, (
            "withheld later, and gone from the comments about it too"
        )
        assert "Part 5 of the text" in visitor.get(f"/mou/{press.slug}/2/comments.csv").text
