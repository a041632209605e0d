"""What is kept unsent is held to the rules of a comment, and is its author's alone."""

from datetime import datetime, timedelta

import pytest

from tests.review.test_live import marks, watched
from tests.review.world import World
from workflow.core.errors import Invalid, NotFound, Refused
from workflow.review.threads.queries import open_threads
from workflow.review.unsent import actions, queries

__all__ = ["watched"]


def keep(world: World, name: str, at: datetime, **more: object):
    return actions.keep(
        world.session,
        world.actor(name),
        world.edition.id,
        at=at,
        **{"words": "Hm.", "clause": "duties"} | more,
    )


@pytest.mark.both_databases
def test_nothing_but_its_authors_list_tells_of_it(watched: World, now: datetime) -> None:
    before, events = marks(watched), len(watched.events())
    row = keep(watched, "counsel", now, quote="visits each campus daily")
    actions.change(
        watched.session, watched.actor("counsel"), watched.edition.id, row.id, words="Weekly?", kind="question",
        visibility="parties", at=now,
    )  # fmt: skip
    assert (marks(watched), len(watched.events())) == (before, events)
    assert open_threads(watched.session, watched.edition.id).count == 0
    (found,) = queries.own(watched.session, watched.actor("counsel"), watched.edition.id)
    assert (found.unsent.words, found.unsent.selector["exact"]) == ("Weekly?", "visits each campus daily")
    for other in ("dana", "principal", "sergeant", "clerk"):
        assert queries.own(watched.session, watched.actor(other), watched.edition.id) == []


def test_it_takes_and_refuses_what_a_comment_does(reviewed: World, now: datetime) -> None:
    for more, field in (
        ({"words": " "}, "words"), ({"kind": "rude"}, "kind"), ({"visibility": "moon"}, "visibility"),
        ({"blocking": True}, "basis"), ({"clause": "nowhere"}, "clause"), ({"quote": "not there"}, "quote"),
        ({"sentence": "9-3"}, "sentence"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as no:
            keep(reviewed, "counsel", now, **more)
        assert no.value.issues[0].field == field
    with pytest.raises(NotFound):
        keep(reviewed, "counsel", now, revision="elsewhere")
    assert queries.own(reviewed.session, reviewed.actor("counsel"), reviewed.edition.id) == []


def test_it_may_be_written_while_comments_are_closed(world: World, now: datetime) -> None:
    assert keep(world, "counsel", now).clause_key == "duties"


def test_others_neither_change_nor_drop_it(reviewed: World, now: datetime) -> None:
    row = keep(reviewed, "counsel", now)
    for other in ("dana", "principal"):
        with pytest.raises(NotFound):
            actions.change(
                reviewed.session, reviewed.actor(other), reviewed.edition.id, row.id, words="Mine!", kind="question",
                visibility="parties", at=now,
            )  # fmt: skip
        with pytest.raises(NotFound):
            actions.drop(reviewed.session, reviewed.actor(other), reviewed.edition.id, row.id)
    actions.drop(reviewed.session, reviewed.actor("counsel"), reviewed.edition.id, row.id)
    assert queries.counts(reviewed.session, reviewed.actor("counsel"), reviewed.edition.id) == {}


def test_there_is_an_end_to_it(reviewed: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    for minute in range(2):
        keep(reviewed, "counsel", now + timedelta(minutes=minute))
    with pytest.raises(Refused, match="the most"):
        keep(reviewed, "counsel", now)
    keep(reviewed, "dana", now)
