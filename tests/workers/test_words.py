from datetime import datetime

from workers.words import Subject, Words
from workflow.drafting.models import Edition, Mou
from workflow.history.models import Event
from workflow.parties.models import Person


def test_a_letter_about_nothing_in_particular_is_from_the_service(now: datetime) -> None:
    event, person = (
        Event(stream="s", seq=0, kind="x", at=now, leaf=b""),
        Person(name="A", email="a@b.org", created=now),
    )
    bare = Subject(None, event, person, "https://mou.example.gov", now, None, None)
    assert (bare.title, bare.page) == ("Countersign", "https://mou.example.gov")
    mou = Mou(slug="s", title="Officers", timezone="UTC", created=now)
    edition = Edition(id="e" * 20, mou_id=mou.id, number=1, title="E", created=now, changed=now)
    about = Subject(None, event, person, "https://mou.example.gov", now, mou, edition)
    assert (about.title, about.page) == ("Officers", f"https://mou.example.gov/editions/{'e' * 20}")
    assert Words("s", "f").lines == [] and Words("s", "f").due is None
