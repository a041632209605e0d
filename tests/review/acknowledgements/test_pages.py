"""The page as it is rendered for everybody who comes to it, asked or not, before and after a change of the text."""

from datetime import datetime, timedelta

from tests.review.acknowledgements.test_actions import ask_again, make, read
from tests.review.world import World
from workflow.core.people import Actor
from workflow.review.acknowledgements.queries import acknowledgements_page
from workflow.web.static import StaticFiles
from workflow.web.templates import environment, render


def shown(world: World, actor: Actor, now: datetime) -> str:
    value = acknowledgements_page(world.session, actor, world.edition.id, at=now)
    context = {
        **value, "actor": actor, "path": "/", "inbox_count": 0, "demo": False, "read_only": "", "csrf_field": lambda: "", "csrf_token": "",
    }  # fmt: skip
    env = environment(StaticFiles(), "America/Los_Angeles")
    return render(env, "review/acknowledgements.html", context).decode()


def test_who_is_asked_reads_the_text_and_finds_one_button_to_press(reviewed: World, now: datetime) -> None:
    row, later = make(reviewed, now), now + timedelta(days=1)
    first = shown(reviewed, reviewed.actor("officer"), now)
    assert "does not enforce school rules" in first and first.count("I have read revision 1") == 1
    read(reviewed, row, "officer", now)
    done = shown(reviewed, reviewed.actor("officer"), now)
    assert "you confirmed revision 1" in done and "I have read" not in done
    reviewed.revise(later, term="3. Term\n\nTwo years.")
    ask_again(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, row.id, at=later)
    again = shown(reviewed, reviewed.actor("officer"), later)
    assert "it reads otherwise now" in again and "I have read revision 2" in again


def test_who_keeps_it_and_who_has_nothing_to_do_with_it(reviewed: World, now: datetime) -> None:
    make(reviewed, now, before_step="freeze")
    kept = shown(reviewed, reviewed.actor("dana"), now)
    assert "0 of 2" in kept and "Before the text is frozen" in kept and "Ask about revision 1" in kept
    for actor in (reviewed.actor("lawyer"), reviewed.actor("chief"), reviewed.guest()):
        assert "I have read" not in shown(reviewed, actor, now)
