"""Naming people in comments: only those who may read them, and nobody is told who else exists."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.world import World
from workflow.core.errors import Invalid
from workflow.core.people import Actor, Office
from workflow.parties.models import Appointment, Person
from workflow.review import actions
from workflow.review.mentions.models import Mention
from workflow.review.models import Comment, Thread
from workflow.review.unsent import actions as unsent
from workflow.review.unsent import sending

HOUR = timedelta(hours=1)


def say(world: World, name: str, words: str, at: datetime, **more: str) -> Thread:
    actor = guest(world) if name == "guest" else world.actor(name)
    return actions.open_thread(
        world.session, actor, world.edition.id, words=words, clause="duties", at=at, **more
    )


def guest(world: World) -> Actor:
    if "guest" not in world.who:
        return world.guest()
    return Actor(world.who["guest"], "Guest", guest_of=world.edition.id, office_title="Invited reviewer")


def named(world: World) -> set[str]:
    who = {person: name for name, person in world.who.items()}
    return {who[person] for person in world.session.exec(select(Mention.person_id))}


def refusal(world: World, name: str, words: str, at: datetime, **more: str) -> str:
    with pytest.raises(Invalid) as no:
        say(world, name, words, at, **more)
    assert {issue.field for issue in no.value.issues} == {"words"}
    return str(no.value)


@pytest.mark.both_databases
def test_who_is_named_is_kept_by_person_and_the_words_stay_text(reviewed: World, now: datetime) -> None:
    say(reviewed, "counsel", "@Sergeant and @lawyer: <b>when</b>?", now)
    actions.reply(
        reviewed.session, reviewed.actor("lawyer"), reviewed.edition.id, 1, words="Ask @Dana, not @Lawyer.", at=now,
        mention="Chief",
    )  # fmt: skip
    assert named(reviewed) == {"sergeant", "lawyer", "dana", "chief"}
    words = reviewed.session.exec(select(Comment.words).order_by(Comment.created)).all()
    assert words == ["@Sergeant and @lawyer: <b>when</b>?", "@Chief\n\nAsk @Dana, not @Lawyer."]


def test_nobody_asks_himself(reviewed: World, now: datetime) -> None:
    say(reviewed, "counsel", "@Counsel takes this.", now)
    assert named(reviewed) == set()


def test_whoever_may_not_read_it_is_not_told_from_whoever_does_not_exist(
    reviewed: World, now: datetime
) -> None:
    reviewed.appoint("stranger", "stranger", Office.COUNSEL)
    reviewed.appoint("gone", "agency", Office.COUNSEL, until=now.date() - timedelta(days=30))
    reviewed.appoint("clerk", "body", Office.CLERK)
    cases = [
        ("counsel", "parties", "Stranger"), ("counsel", "parties", "Gone"), ("counsel", "parties", "Clerk"),
        ("counsel", "party", "Sergeant"), ("counsel", "party", "Chief"), ("lawyer", "party", "Principal"),
        ("guest", "parties", "Chief"), ("guest", "parties", "Stranger"),
    ]  # fmt: skip
    for who, visibility, name in cases:
        told = refusal(reviewed, who, f"@{name}?", now, visibility=visibility)
        assert told.replace(name, "Nobody") == refusal(
            reviewed, who, "@Nobody?", now, visibility=visibility
        ), (who, visibility, name)
    assert reviewed.session.exec(select(Thread)).all() == []


def test_a_guest_names_those_the_page_shows_and_is_named(reviewed: World, now: datetime) -> None:
    say(reviewed, "chief", "I say this openly.", now)
    say(reviewed, "guest", "@Principal @Chief @Officer", now)
    assert named(reviewed) == {"principal", "chief", "officer"}
    actions.invite_guest(
        reviewed.session, reviewed.actor("dana"), reviewed.edition.id, name="Gus Grant", email="g@example.org", at=now
    )  # fmt: skip
    say(reviewed, "counsel", "@Gus Grant, what do you say?", now)
    assert "Gus" in refusal(reviewed, "counsel", "@Gus Grant", now, visibility="party")


def test_of_two_who_bear_the_name_it_asks_which(reviewed: World, now: datetime) -> None:
    for key, party, office in (("pat1", "district", Office.COUNSEL), ("pat2", "agency", Office.SHERIFF)):
        reviewed.appoint(key, party, office)
    for key in ("pat1", "pat2"):
        reviewed.session.get_one(Person, reviewed.who[key]).name = "Pat Smith"
    reviewed.session.flush()
    told = refusal(reviewed, "counsel", "@Pat, please.", now)
    assert "Pat Smith (Counsel, Springfield District) or Pat Smith (Sheriff, Springfield Agency)" in told
    assert "Write for example “@Pat Smith, Counsel”." in told
    say(reviewed, "counsel", "@Pat Smith, Counsel, please.", now)
    assert named(reviewed) == {"pat1"}
    say(reviewed, "principal", "Only among us: @Pat.", now, visibility="party")


def test_every_reason_is_told_at_once_and_twenty_are_the_most(reviewed: World, now: datetime) -> None:
    for number in range(21):
        reviewed.appoint(f"person{number}x", "agency", Office.SRO)
    told = refusal(reviewed, "counsel", "@Ghost and @Spectre", now)
    assert "“Ghost”" in told and "“Spectre”" in told
    everybody = " ".join(f"@Person{number}X" for number in range(21))
    assert "at most 20" in refusal(reviewed, "counsel", everybody, now)


def test_what_is_unsent_names_nobody_until_it_is_sent(reviewed: World, now: datetime) -> None:
    session, edition, actor = reviewed.session, reviewed.edition.id, reviewed.actor("counsel")
    with pytest.raises(Invalid, match="Nobody called “Chief”"):
        unsent.keep(session, actor, edition, words="@Chief", clause="duties", visibility="party", at=now)
    row = unsent.keep(session, actor, edition, words="When?", clause="duties", mention="Officer", at=now)
    assert (row.words, named(reviewed)) == ("@Officer\n\nWhen?", set())
    sending.send(session, actor, edition, at=now + HOUR)
    assert named(reviewed) == {"officer"}
    unsent.keep(session, actor, edition, words="@Officer!", clause="term", at=now)
    end(reviewed, "officer", now)
    with pytest.raises(Invalid) as no:
        sending.send(session, actor, edition, at=now + HOUR)
    assert "unsent#u-" in no.value.issues[0].link and "“@Officer!”: Nobody called" in no.value.issues[0].words


def end(world: World, name: str, now: datetime) -> None:
    """This person holds no office any more."""
    for one in world.session.exec(select(Appointment).where(Appointment.person_id == world.who[name])):
        one.until_date = now.date() - timedelta(days=30)
    world.session.flush()
