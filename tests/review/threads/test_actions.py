"""Threads: opened on what was read, answered, reopened, withdrawn; and who may do which."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.route.test_actions import turn_names
from tests.review.world import World, about
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.people import NOBODY, Office
from workflow.review import actions, queries
from workflow.review.facts import review_facts
from workflow.review.models import Comment, Disposition, Thread

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)


def comment(world: World, name: str = "principal", **more: object) -> Thread:
    actor = world.guest() if name == "guest" else world.actor(name)
    filled = {"words": "Please say which campuses.", "clause": "duties", "at": world.now} | more
    return actions.open_thread(world.session, actor, world.edition.id, **filled)


def test_a_comment_is_anchored_to_the_quotation_and_the_revision_that_was_read(reviewed: World) -> None:
    thread = comment(reviewed, quote="visits each campus daily")
    assert (thread.number, thread.clause_key, thread.revision_id) == (
        1,
        "duties",
        reviewed.edition.revision_id,
    )
    assert thread.selector["exact"] == "visits each campus daily"
    assert about(reviewed.events("edition:thread:opened")[0]) == {"thread": 1}


def test_a_sentence_can_be_chosen_instead_of_copied(reviewed: World) -> None:
    form = queries.comment_form(
        reviewed.session, reviewed.actor("principal"), reviewed.edition.id, "duties", at=reviewed.now
    )
    span, words = form["sentences"][1]
    assert words == "The officer visits each campus daily."
    assert comment(reviewed, sentence=span).selector["exact"] == words


@pytest.mark.parametrize("sentence", ["5-2", "x", "0-99999", "-1-5"])
def test_a_sentence_that_is_none_is_refused(reviewed: World, sentence: str) -> None:
    with pytest.raises(Invalid):
        comment(reviewed, sentence=sentence)


def test_a_comment_written_on_an_earlier_text_is_anchored_there_and_followed(
    reviewed: World, now: datetime
) -> None:
    read = reviewed.edition.revision_id or ""
    reviewed.revise(
        now + HOUR, duties="2. Duties\n\nNew first sentence. The officer visits each campus daily."
    )
    thread = comment(reviewed, quote="visits each campus daily", revision=read, at=now + HOUR)
    assert thread.revision_id == read
    page = queries.edition_page(
        reviewed.session, reviewed.actor("principal"), reviewed.edition.id, at=now + HOUR
    )
    anchor = next(c for c in page["clauses"] if c["key"] == "duties")["threads"][0]["anchor"]
    assert (anchor["state"], anchor["text"]) == ("exact", "visits each campus daily")


def test_a_comment_whose_clause_is_gone_is_listed_as_detached_with_its_old_text(
    reviewed: World, now: datetime
) -> None:
    comment(reviewed, quote="visits each campus daily")
    reviewed.revise(now + HOUR, duties=None)
    page = queries.edition_page(
        reviewed.session, reviewed.actor("lawyer"), reviewed.edition.id, at=now + HOUR
    )
    (lost,) = page["detached"]
    assert lost["anchor"]["state"] == "detached"
    assert "visits each campus daily" in lost["anchor"]["old_text"]


def test_a_sentence_that_moved_takes_its_comment_along(reviewed: World, now: datetime) -> None:
    sentence = "The officer does not enforce school rules."
    comment(reviewed, quote=sentence)
    reviewed.revise(
        now + HOUR,
        duties="2. Duties\n\nThe officer visits each campus daily.",
        limits=f"4. Limits\n\n{sentence}",
    )
    page = queries.edition_page(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, at=now + HOUR)
    threads = {clause["key"]: [t["anchor"]["state"] for t in clause["threads"]] for clause in page["clauses"]}
    assert threads == {"purpose": [], "duties": [], "term": [], "limits": ["moved"]}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"words": "  "}, "words.missing"),
        ({"words": "abc\u202edef"}, "words.character"),
        ({"words": "zero\u200bwidth"}, "words.character"),
        ({"words": "x" * 20_001}, "words.long"),
        ({"kind": "remark"}, "kind"),
        ({"visibility": "public"}, "visibility"),
        ({"blocking": True}, "basis"),
        ({"kind": "critical"}, "basis"),
        ({"blocking": True, "basis": "Ed. Code", "visibility": "party"}, "blocking.internal"),
        ({"clause": "nowhere"}, "invalid"),
        ({"clause": "", "quote": "visits"}, "invalid"),
        ({"quote": "never written"}, "quote.missing"),
        ({"quote": "The officer"}, "quote.tie"),
    ],
)
def test_what_a_comment_needs_is_said_and_nothing_is_written(
    reviewed: World, more: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid) as no:
        comment(reviewed, **more)
    assert no.value.issues[0].code == code
    assert not reviewed.session.exec(select(Thread)).all()


def test_a_comment_with_pictographs_is_taken_as_it_is(reviewed: World) -> None:
    thread = comment(reviewed, words="Thanks 👩‍🚒 ❤️ – très bien")
    assert (
        reviewed.session.exec(select(Comment.words).where(Comment.thread_id == thread.id)).one()
        == "Thanks 👩‍🚒 ❤️ – très bien"
    )


def test_numbers_are_never_used_again(reviewed: World) -> None:
    assert [comment(reviewed).number for _ in range(3)] == [1, 2, 3]


def test_comments_are_closed_before_the_review(world: World) -> None:
    with pytest.raises(Refused, match="being drafted"):
        comment(world)


@pytest.mark.parametrize("name", ["principal", "officer", "dana", "counsel", "chief", "guest"])
def test_everybody_of_the_parties_and_a_guest_can_comment(reviewed: World, name: str) -> None:
    assert comment(reviewed, name).number == 1


def test_others_do_not_find_the_edition(reviewed: World) -> None:
    reviewed.appoint("elsewhere", "stranger", Office.COUNSEL)
    with pytest.raises(NotFound):
        comment(reviewed, "elsewhere")
    with pytest.raises(NotFound):
        actions.open_thread(reviewed.session, NOBODY, reviewed.edition.id, words="x", at=reviewed.now)
    guest = reviewed.guest("g2")
    with pytest.raises(NotFound):
        actions.open_thread(
            reviewed.session,
            type(guest)(guest.person_id, guest_of="another"),
            reviewed.edition.id,
            words="x",
            at=reviewed.now,
        )


def test_a_member_of_an_adopting_body_reads_the_text_and_no_comment(reviewed: World, now: datetime) -> None:
    from workflow.drafting.models import MouParty

    reviewed.session.add(MouParty(mou_id=reviewed.mou.id, party_id=reviewed.parties["body"].id, position=3))
    reviewed.appoint("clerk", "body", Office.CLERK)
    comment(reviewed)
    page = queries.edition_page(reviewed.session, reviewed.actor("clerk"), reviewed.edition.id, at=now)
    assert [clause["thread_count"] for clause in page["clauses"]] == [0, 0, 0]
    assert page["open"] == 0
    with pytest.raises(Forbidden):
        comment(reviewed, "clerk")
    with pytest.raises(Forbidden):
        actions.circulate(reviewed.session, reviewed.actor("clerk"), reviewed.edition.id, at=now)


def test_a_guest_neither_blocks_nor_writes_internally(reviewed: World) -> None:
    for more in ({"blocking": True, "basis": "Law"}, {"visibility": "party"}):
        with pytest.raises(Invalid):
            actions.open_thread(
                reviewed.session,
                reviewed.guest(str(len(more))),
                reviewed.edition.id,
                words="x",
                at=reviewed.now,
                **more,
            )


def test_a_reply_joins_the_thread_in_its_order(reviewed: World, now: datetime) -> None:
    comment(reviewed)
    for name in ("dana", "lawyer"):
        actions.reply(
            reviewed.session,
            reviewed.actor(name),
            reviewed.edition.id,
            1,
            words=f"{name} thinks so too.",
            at=now,
        )
    page = queries.thread_page(reviewed.session, reviewed.actor("officer"), reviewed.edition.id, 1, at=now)
    assert [one["author"] for one in page["thread"]["comments"]] == ["Principal", "Dana", "Lawyer"]


def dispose(
    world: World, name: str, value: str, words: str = "", number: int = 1, **more: str
) -> Disposition:
    return actions.dispose(
        world.session,
        world.actor(name),
        world.edition.id,
        number,
        value=value,
        words=words,
        at=world.now,
        **more,
    )


@pytest.mark.parametrize("value", ["accepted", "accepted_in_part", "noted", "out_of_scope"])
def test_an_answer_closes_the_thread(reviewed: World, value: str) -> None:
    comment(reviewed)
    assert review_facts(reviewed.session, reviewed.edition.id, reviewed.now).unanswered == (1,)
    dispose(reviewed, "dana", value)
    assert review_facts(reviewed.session, reviewed.edition.id, reviewed.now).unanswered == ()


@pytest.mark.parametrize(
    ("value", "words", "more"),
    [("rejected", " ", {}), ("", "x", {}), ("withdrawn", "x", {}), ("duplicate", "", {}), ("duplicate", "", {"duplicate_of": "1"}), ("duplicate", "", {"duplicate_of": "7"})],
)  # fmt: skip
def test_an_answer_that_says_too_little_is_refused(
    reviewed: World, value: str, words: str, more: dict[str, str]
) -> None:
    comment(reviewed)
    with pytest.raises(Invalid):
        dispose(reviewed, "dana", value, words, **more)


def test_a_duplicate_names_its_twin(reviewed: World) -> None:
    comment(reviewed)
    comment(reviewed)
    assert dispose(reviewed, "sergeant", "duplicate", number=2, duplicate_of="1").duplicate_of == 1


def test_answering_again_replaces_the_answer_and_keeps_the_first_on_record(reviewed: World) -> None:
    comment(reviewed)
    dispose(reviewed, "dana", "noted")
    dispose(reviewed, "dana", "rejected", "The law says otherwise.")
    page = queries.thread_page(
        reviewed.session, reviewed.actor("officer"), reviewed.edition.id, 1, at=reviewed.now
    )
    assert page["thread"]["disposition"]["value"] == "rejected"
    assert len(reviewed.session.exec(select(Disposition)).all()) == 2


@pytest.mark.parametrize("name", ["principal", "officer"])
def test_only_those_who_run_it_answer(reviewed: World, name: str) -> None:
    comment(reviewed)
    with pytest.raises(Forbidden):
        dispose(reviewed, name, "noted")


def test_a_blocking_objection_calls_the_editors_and_is_not_talked_away_by_the_other_side(
    reviewed: World,
) -> None:
    comment(reviewed, "officer", blocking=True, basis="Penal Code 26.1")
    assert turn_names(reviewed) == {"principal", "officer", "dana", "sergeant"}
    assert review_facts(reviewed.session, reviewed.edition.id, reviewed.now).blocking == (1,)
    with pytest.raises(Forbidden, match="only Springfield Agency can give it up"):
        dispose(reviewed, "dana", "rejected", "No.")
    dispose(reviewed, "sergeant", "rejected", "We give it up.")
    assert review_facts(reviewed.session, reviewed.edition.id, reviewed.now).blocking == ()
    assert turn_names(reviewed) == {"principal", "officer"}


def test_the_other_side_accepts_an_objection_by_changing_the_text(reviewed: World) -> None:
    comment(reviewed, "officer", blocking=True, basis="Penal Code 26.1")
    with pytest.raises(Refused, match="takes a changed text"):
        dispose(reviewed, "dana", "accepted", "We will.")
    reviewed.revise(reviewed.now + HOUR, term=None)
    dispose(reviewed, "dana", "accepted", "See revision 2.")
    assert review_facts(reviewed.session, reviewed.edition.id, reviewed.now).blocking == ()


def test_its_author_withdraws_a_comment_and_nobody_of_the_other_side(reviewed: World) -> None:
    comment(reviewed)
    for name in ("officer", "sergeant", "chief"):
        with pytest.raises(Forbidden):
            actions.withdraw(
                reviewed.session, reviewed.actor(name), reviewed.edition.id, 1, at=reviewed.now, words="x"
            )
    actions.withdraw(reviewed.session, reviewed.actor("principal"), reviewed.edition.id, 1, at=reviewed.now)
    assert reviewed.session.exec(select(Thread.state)).one() == "withdrawn"
    with pytest.raises(Refused):
        actions.withdraw(
            reviewed.session, reviewed.actor("principal"), reviewed.edition.id, 1, at=reviewed.now
        )


def test_who_runs_it_on_the_authors_side_withdraws_with_words(reviewed: World) -> None:
    comment(reviewed)
    with pytest.raises(Invalid):
        actions.withdraw(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, 1, at=reviewed.now)
    row = actions.withdraw(
        reviewed.session,
        reviewed.actor("dana"),
        reviewed.edition.id,
        1,
        words="Settled by phone.",
        at=reviewed.now,
    )
    assert row.value == "withdrawn"


def test_a_thread_is_reopened_with_words(reviewed: World) -> None:
    comment(reviewed)
    with pytest.raises(Refused, match="open already"):
        actions.reopen(
            reviewed.session, reviewed.actor("officer"), reviewed.edition.id, 1, words="Hm.", at=reviewed.now
        )
    dispose(reviewed, "dana", "noted")
    with pytest.raises(Invalid):
        actions.reopen(
            reviewed.session, reviewed.actor("officer"), reviewed.edition.id, 1, words=" ", at=reviewed.now
        )
    actions.reopen(
        reviewed.session,
        reviewed.actor("officer"),
        reviewed.edition.id,
        1,
        words="Not settled.",
        at=reviewed.now,
    )
    assert review_facts(reviewed.session, reviewed.edition.id, reviewed.now).unanswered == (1,)
    page = queries.thread_page(
        reviewed.session, reviewed.actor("officer"), reviewed.edition.id, 1, at=reviewed.now
    )
    assert page["thread"]["disposition"] is None


def test_only_the_author_brings_a_withdrawn_comment_back(reviewed: World) -> None:
    comment(reviewed)
    actions.withdraw(reviewed.session, reviewed.actor("principal"), reviewed.edition.id, 1, at=reviewed.now)
    with pytest.raises(Forbidden):
        actions.reopen(
            reviewed.session, reviewed.actor("dana"), reviewed.edition.id, 1, words="But.", at=reviewed.now
        )
    actions.reopen(
        reviewed.session,
        reviewed.actor("principal"),
        reviewed.edition.id,
        1,
        words="After all.",
        at=reviewed.now,
    )


def test_what_was_withdrawn_wants_no_answer(reviewed: World) -> None:
    """An answer would be a way round its author: whoever reads it could open it again."""
    comment(reviewed)
    actions.withdraw(reviewed.session, reviewed.actor("principal"), reviewed.edition.id, 1, at=reviewed.now)
    with pytest.raises(Refused, match="withdrawn"):
        dispose(reviewed, "dana", "noted")
    page = queries.thread_page(
        reviewed.session, reviewed.actor("dana"), reviewed.edition.id, 1, at=reviewed.now
    )
    assert not page["may"]["dispose"]
    actions.reopen(
        reviewed.session, reviewed.actor("principal"), reviewed.edition.id, 1, words="Yes.", at=reviewed.now
    )
    dispose(reviewed, "dana", "noted")


def test_an_internal_thread_is_answered_on_its_own_side(reviewed: World) -> None:
    comment(reviewed, "counsel", visibility="party")
    with pytest.raises(NotFound):
        dispose(reviewed, "sergeant", "noted")
    dispose(reviewed, "dana", "noted")
