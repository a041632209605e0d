"""Pages of the review: their values, their cost in statements, and that each of them can be shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from markupsafe import Markup
from sqlalchemy import event, insert
from sqlmodel import Session

from tests.review.route.test_actions import approve
from tests.review.world import World, build
from workflow.adapters.database import Database
from workflow.adapters.doors import Desk, Page
from workflow.adapters.settings import Settings
from workflow.adapters.templates import day, moment
from workflow.core.errors import NotFound
from workflow.core.ids import new_id
from workflow.core.people import Actor, Office
from workflow.drafting.models import MouParty
from workflow.review import actions, pages, queries
from workflow.review.circulation import queries as circulation
from workflow.review.models import Comment, Thread
from workflow.review.threads import matrix
from workflow.review.turns.inbox import inbox
from workflow.web.static import StaticFiles
from workflow.web.templates import environment, render

HOUR = timedelta(hours=1)


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The SQL statements sent inside the block."""
    sent: list[str] = []
    engine = session.get_bind()

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    session.flush()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def lively(reviewed: World, now: datetime) -> World:
    """A review with comments of every sort, a revision since, and a verdict on each text."""
    session, edition = reviewed.session, reviewed.edition.id

    def say(name: str, **more: Any) -> None:
        actions.open_thread(
            session,
            reviewed.actor(name),
            edition,
            at=now,
            **{"words": f"{name} says <b>this</b>", "clause": "duties"} | more,
        )

    say("principal", quote="visits each campus daily")
    say("officer", quote="The officer does not enforce school rules.", blocking=True, basis="Policy 12")
    say("counsel", visibility="party")
    say("chief", clause="")
    say("lawyer", clause="term")
    actions.reply(session, reviewed.actor("dana"), edition, 1, words="All three.", at=now)
    actions.dispose(
        session, reviewed.actor("dana"), edition, 4, value="rejected", words="Out of reach.", at=now
    )
    approve(reviewed, "principal", now)
    reviewed.revise(
        now + HOUR,
        term=None,
        duties="2. Duties\n\nThe officer visits each campus each day. New words. The officer does not enforce school rules.",
    )
    actions.place_comments(session, edition)
    actions.after_revision(session, edition, at=now + HOUR)
    return reviewed


def desk(world: World, name: str, later: timedelta = HOUR) -> Desk:
    return Desk(world.session, world.actor(name), world.now + later, Settings())


class Balanced(HTMLParser):
    """Fails on an element closed out of turn, an id twice, an inline style or script."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "path"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        assert "style" not in names and not any(name.startswith("on") for name in names), (tag, attrs)
        assert tag != "script" or names.get("src"), "inline script"
        if "id" in names:
            self.ids.append(names["id"] or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open and self.open.pop() == tag, (tag, self.getpos())


def html(page: Page, actor: Actor, path: str = "/x") -> str:
    static = StaticFiles()
    context = {
        **page.value, "actor": actor, "path": path, "demo": False, "csrf_token": "t", "inbox_count": 0, "read_only": "",
        "csrf_field": lambda: Markup('<input type="hidden" name="csrf" value="t">'),
    }  # fmt: skip
    shown = render(environment(static, "America/Los_Angeles"), page.template, context).decode()
    reader = Balanced()
    reader.feed(shown)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids)), [one for one in reader.ids if reader.ids.count(one) > 1]
    return shown


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["principal", "dana", "chief"])
def test_every_page_can_be_shown_and_sent_as_json(lively: World, name: str) -> None:
    here = desk(lively, name)
    edition = lively.edition.id
    for page in (
        pages.inbox(here), pages.edition(here, edition), pages.threads_of_clause(here, edition, "duties"),
        pages.threads_of_clause(here, edition), pages.thread(here, edition, 2), pages.comment_matrix(here, edition),
        pages.timeline(here, edition),
    ):  # fmt: skip
        msgspec.json.encode(page.value)
        shown = html(page, here.actor)
        assert "says <b>this</b>" not in shown
    if name == "dana":
        actions.invite_guest(
            lively.session, here.actor, edition, name="Gus", email="gus@example.org", at=lively.now
        )
        assert "gus@example.org" in html(pages.guests(here, edition), here.actor)


def test_the_working_page_says_whose_turn_it_is_what_changed_and_what_to_do(lively: World) -> None:
    value = pages.edition(desk(lively, "principal"), lively.edition.id).value
    assert value["sentence"].startswith("This edition is in review. Waiting for ")
    assert value["your_turn"]["reason"] == "Look again: 2 clauses changed since you approved"
    assert value["since_yours"]["changed"] == ["duties"]
    assert value["since_yours"]["removed"] == ["term"]
    words = [task["words"] for task in value["tasks"]]
    assert words[2:] == [
        "Look at what changed since you approved",
        "Comment 2 blocks",
        "3 comments have no answer yet",
    ]
    assert [thread["number"] for thread in value["detached"]] == [5]
    places = {
        thread["number"]: thread["anchor"]["state"]
        for clause in value["clauses"]
        for thread in clause["threads"]
    }
    assert places == {1: "changed", 2: "exact", 3: "changed"}
    shown = html(pages.edition(desk(lively, "principal"), lively.edition.id), lively.actor("principal"))
    for words_ in (
        "Your turn",
        "changed since your review",
        "Comments on words that are gone",
        "Give this verdict",
        "was edited since",
    ):
        assert words_ in shown


def test_a_drafting_edition_offers_its_circulation_to_those_who_run_it(world: World) -> None:
    value = pages.edition(desk(world, "dana"), world.edition.id).value
    assert [task["state"] for task in value["tasks"]] == ["now", "todo"]
    assert value["your_turn"]["reason"] == "Finish the draft and send it out for review"
    assert "Send it out for review" in html(
        pages.edition(desk(world, "dana"), world.edition.id), world.actor("dana")
    )
    assert (
        value["may"]["circulate"]
        and not pages.edition(desk(world, "principal"), world.edition.id).value["may"]["circulate"]
    )


def test_when_the_review_is_complete_the_page_leads_to_readiness(reviewed: World, now: datetime) -> None:
    for name in ("principal", "officer", "dana", "counsel", "sergeant", "lawyer"):
        approve(reviewed, name, now)
    value = pages.edition(desk(reviewed, "dana"), reviewed.edition.id).value
    assert value["tasks"][-1] == {
        "words": "Freeze the text for signing", "state": "todo", "link": f"/editions/{reviewed.edition.id}/readiness",
        "hint": "What else it needs is listed there.", "form": "",
    }  # fmt: skip
    assert value["your_turn"]["reason"] == "The review is complete: freeze the text"


def test_a_frozen_edition_leads_to_its_signing_event(reviewed: World, now: datetime) -> None:
    from workflow.core.routing import Turn

    reviewed.edition.status = "frozen"
    turn = Turn(reviewed.who["chief"], "Chief", reviewed.parties["agency"].id, "chief", "Sign it", now, None)
    actions.set_turns(reviewed.session, reviewed.edition, [turn], at=now, link="/signing-events/abc")
    value = pages.edition(desk(reviewed, "chief"), reviewed.edition.id).value
    assert value["tasks"] == [
        {
            "words": "Read the frozen text and sign it",
            "state": "now",
            "link": "/signing-events/abc",
            "hint": "",
            "form": "",
        }
    ]
    assert value["your_turn"]["reason"] == "Sign it"
    assert not any(value["may"][power] for power in ("comment", "dispose", "decide", "edit", "advance"))
    html(pages.edition(desk(reviewed, "chief"), reviewed.edition.id), reviewed.actor("chief"))


def test_a_guest_reads_and_comments_and_sees_no_history(lively: World) -> None:
    guest = lively.guest()
    here = Desk(lively.session, guest, lively.now + HOUR, Settings())
    page = pages.edition(here, lively.edition.id)
    assert page.value["may"]["comment"] and not page.value["may"]["decide"]
    assert "Comment matrix" in html(page, guest)
    with pytest.raises(NotFound):
        pages.timeline(here, lively.edition.id)


@pytest.mark.parametrize("name", ["dana", "principal", "officer"])
def test_the_inbox_says_why_since_when_and_until_when(lively: World, name: str) -> None:
    value = inbox(lively.session, lively.actor(name), now=lively.now + HOUR)
    assert len(value["yours"]) == 1
    assert value["yours"][0]["due"] or name == "dana"
    assert value["others"] == []


def test_who_waits_sees_for_whom(lively: World) -> None:
    value = inbox(lively.session, lively.actor("lawyer"), now=lively.now + HOUR)
    assert value["yours"] == []
    assert {one["name"] for one in value["others"][0]["waiting_for"]} == {
        "Principal",
        "Officer",
        "Dana",
        "Sergeant",
    }


def test_an_administrator_reads_what_the_server_lacks(lively: World) -> None:
    lively.appoint("keeper", "agency", Office.ADMINISTRATOR)
    away = Settings(public_url="https://mou.example.gov")
    for name, seen in (("keeper", {"witness", "keys"}), ("dana", set[str]())):
        here = Desk(lively.session, lively.actor(name), lively.now + HOUR, away)
        page = pages.inbox(here)
        assert set(page.value["notices"]) == seen
        assert ("For whoever runs the server" in html(page, here.actor)) is bool(seen)
    assert pages.inbox(desk(lively, "keeper")).value["notices"] == {}


def test_the_inbox_takes_three_statements_and_turns_pages(session: Session, now: datetime) -> None:
    world = build(session, now)
    for n in range(30):
        other = build(session, now, (), suffix=f"-{n}")
        session.add(MouParty(mou_id=other.mou.id, party_id=world.parties["district"].id, position=5))
    with statements(session) as sent:
        first = inbox(session, world.actor("principal"), now=now)
    # One for where one is named, one for what waits at the parties of who signs, one for what is to be read, two to know the actor.
    assert len(sent) == 3 + 1 + 1 + 1 + 2
    assert (len(first["others"]), first["more"]) == (25, True)
    second = inbox(session, world.actor("principal"), now=now, page=2)
    assert (len(second["others"]), second["more"]) == (6, False)


def many(world: World, count: int) -> None:
    """Comments in bulk, as ten thousand people would leave them."""
    session, revision = world.session, world.edition.revision_id
    threads = [
        {"id": new_id(), "edition_id": world.edition.id, "number": n, "kind": "substantive", "blocking": n % 500 == 0, "basis": "",
         "visibility": "parties", "party_id": world.parties["agency"].id, "author_id": world.who["officer"],
         "state": "open" if n % 3 else "answered", "revision_id": revision, "clause_key": ("purpose", "duties", "term", "")[n % 4],
         "selector": {}, "created": world.now}
        for n in range(1, count + 1)
    ]  # fmt: skip
    said = [
        {"id": new_id(), "thread_id": row["id"], "author_id": world.who["officer"], "author_name": "O", "author_office": "",
         "author_party": "", "words": "words", "created": world.now + timedelta(seconds=n)}
        for row in threads for n in range(3)
    ]  # fmt: skip
    session.connection().execute(insert(Thread), threads)
    session.connection().execute(insert(Comment), said)


@pytest.mark.both_databases
def test_the_working_page_costs_twelve_statements_with_ten_thousand_comments(lively: World) -> None:
    session, actor = lively.session, lively.actor("principal")
    with statements(session) as few:
        queries.edition_page(session, actor, lively.edition.id, at=lively.now + HOUR)
    assert len(few) <= 12, few
    other = build(session, lively.now, suffix="-large")
    actions.circulate(session, other.actor("dana"), other.edition.id, at=lively.now)
    many(other, 10_000)
    actor = other.actor("principal")
    with statements(session) as lots:
        value = queries.edition_page(session, actor, other.edition.id, at=lively.now + HOUR)
    assert len(lots) <= 12, lots
    assert sum(len(clause["threads"]) for clause in value["clauses"]) == 15
    assert {clause["thread_count"] for clause in value["clauses"]} == {2500}
    with statements(session) as file:
        found = matrix.whole(session, actor, other.edition.id)
    assert len(found["rows"]) == found["total"] == 10_000
    assert len(file) <= 8


def test_reading_needs_no_transaction(database: Database, now: datetime) -> None:
    with database.writing() as session:
        world = build(session, now)
        edition_id, actor = world.edition.id, world.actor("dana")
        actions.circulate(session, actor, edition_id, at=now)
    with database.reading() as session:
        assert (
            queries.edition_page(session, actor, edition_id, at=now)["stage"] == "Schools and their officers"
        )


def marks(world: World, name: str) -> str:
    value = pages.edition(desk(world, name), world.edition.id).value
    return next(clause["html"] for clause in value["clauses"] if clause["key"] == "duties")


def test_commented_passages_are_marked_for_those_who_may_read_the_comment(
    reviewed: World, now: datetime
) -> None:
    for name, quote, visibility in (
        ("counsel", "visits each campus", "party"), ("officer", "each campus daily", "parties"), ("chief", "school rules", "parties"),
    ):  # fmt: skip
        actions.open_thread(
            reviewed.session, reviewed.actor(name), reviewed.edition.id, words="Hm.", clause="duties", quote=quote,
            visibility=visibility, at=now,
        )  # fmt: skip
    actions.withdraw(reviewed.session, reviewed.actor("chief"), reviewed.edition.id, 3, at=now)
    ours, theirs = marks(reviewed, "dana"), marks(reviewed, "sergeant")
    assert '<mark>visits </mark><mark class="more">each campus</mark>' in ours and "#thread-1" in ours
    assert "visits <mark>each campus daily</mark>" in theirs and "#thread-1" not in theirs
    assert "#thread-3" not in ours + theirs
    actions.dispose(
        reviewed.session, reviewed.actor("dana"), reviewed.edition.id, 2, value="noted", words="", at=now
    )
    assert '<mark class="settled">each campus daily</mark>' in marks(reviewed, "sergeant")
    assert "<mark>" in html(
        pages.threads_of_clause(desk(reviewed, "dana"), reviewed.edition.id, "duties"), reviewed.actor("dana")
    )
    reviewed.appoint("clerk", "body", Office.CLERK)
    reviewed.session.add(MouParty(mou_id=reviewed.mou.id, party_id=reviewed.parties["body"].id, position=3))
    reviewed.session.flush()
    assert "<mark" not in marks(reviewed, "clerk")


def test_marks_follow_the_words_into_the_next_text(reviewed: World, now: datetime) -> None:
    actions.open_thread(
        reviewed.session, reviewed.actor("officer"), reviewed.edition.id, words="Hm.", clause="duties", quote="each campus daily",
        at=now,
    )  # fmt: skip
    reviewed.revise(now + HOUR, duties="2. Duties\n\nNew words. The officer **visits** each campus each day.")
    assert "<strong>visits</strong> <mark>each campus each day</mark>" in marks(reviewed, "sergeant")


def test_late_in_the_evening_every_page_names_the_day_of_the_place(world: World, now: datetime) -> None:
    """22:02 on Tuesday 12 May in California is Wednesday in UTC: no page says Wednesday of what happened or is due then."""
    evening = datetime(2026, 5, 13, 5, 2, tzinfo=UTC)
    session, edition = world.session, world.edition.id
    asked = circulation.circulation_page(session, world.actor("dana"), edition, "", at=evening)
    actions.circulate(session, world.actor("dana"), edition, at=evening)
    (due,) = {turn["due"] for turn in pages.edition(desk(world, "principal"), edition).value["turns"]}
    here, there = moment(due, "America/Los_Angeles").split(",")[0], day(due, "UTC")
    shown = [
        html(Page("review/circulation.html", asked), world.actor("dana")),
        *(
            html(page(desk(world, name)), world.actor(name))
            for name, page in (("principal", lambda at: pages.edition(at, edition)), ("dana", pages.inbox), ("dana", pages.agreements))
        ),
    ]  # fmt: skip
    assert [here in page for page in shown] == [True] * 4 and here != there
    assert [there in page for page in shown] == [False] * 4
    assert "since Tuesday 12 May 2026;" in shown[1]


def test_the_matrix_counts_the_answered(reviewed: World, now: datetime) -> None:
    session, edition, dana = reviewed.session, reviewed.edition.id, reviewed.actor("dana")

    def lead() -> str:
        return html(pages.comment_matrix(desk(reviewed, "dana"), edition), dana)

    assert "0 comments." in lead()
    for _ in range(2):
        actions.open_thread(session, dana, edition, words="Why?", clause="duties", at=now)
    assert "2 comments, none answered." in lead()
    actions.dispose(session, dana, edition, 1, value="noted", words="Yes.", at=now)
    assert "2 comments, 1 answered." in lead()
