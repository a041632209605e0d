"""The public page says what was signed, whatever the rows say by now; what nobody signed is said to be of today."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.publication.kit import POLICE, Press
from tests.review.test_pages import html
from tests.signing.world import DISTRICT
from workflow.adapters.doors import Page
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.core.people import NOBODY, PartyKind
from workflow.drafting.models import Mou, MouParty
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.verify import verify
from workflow.parties.models import Party
from workflow.publication import facts, reading

pytestmark = pytest.mark.both_databases


def said(press: Press, now: datetime) -> dict[str, str]:
    return dict(reading.page(press.session, press.published(1), press.settings, now)["facts"])


def changed(press: Press, party_name: str, **values: object) -> None:
    party = press.session.exec(select(Party).where(Party.legal_name == party_name)).one()
    for name, value in values.items():
        setattr(party, name, value)
    press.session.flush()


def test_facts_name_period_parties_and_award(press: Press, now: datetime) -> None:
    press.whole_life(now)
    found = said(press, now)
    assert found["Period"] == "Tuesday 12 May 2026 to Tuesday 11 May 2027"
    assert found["Parties"] == f"{POLICE}; {DISTRICT}" and found["Award today"] == "No federal award recorded"
    assert found["Schools"] == "Those named in the text" and "Called otherwise today" not in found


def test_what_the_rows_say_by_now_is_said_to_be_of_today(press: Press, now: datetime) -> None:
    published = press.whole_life(now)
    district = press.session.exec(select(Party).where(Party.legal_name == DISTRICT)).one()
    press.session.add(
        Party(kind=PartyKind.SCHOOL, legal_name="Newly Built High", parent_id=district.id, created=now)
    )
    stranger = Party(kind=PartyKind.AGENCY, legal_name="County Sheriff", created=now)
    press.session.add(stranger)
    press.session.flush()
    press.session.add(MouParty(mou_id=press.world.mou, party_id=stranger.id, position=9))
    changed(press, POLICE, legal_name="Shelbyville Police", place="Shelbyville")
    press.session.get_one(Mou, press.world.mou).award = True
    press.session.flush()
    found = said(press, now)
    assert found["Parties"] == f"{POLICE}; {DISTRICT}" and found["Schools"] == "Those named in the text"
    assert found["Called otherwise today"] == "Shelbyville Police"
    assert found["Schools of the district today"] == "Newly Built High"
    assert (found["Place today"], found["Award today"]) == ("Shelbyville", "Under a federal award")
    press.session.get_one(Mou, press.world.mou).award_name = "COPS 15JCOPS-25"
    assert said(press, now)["Award today"] == "Under a federal award: COPS 15JCOPS-25"
    value = reading.page(press.session, replace(published), press.settings, now)
    assert value["sides"] == [POLICE, DISTRICT] and "County Sheriff" not in str(value)
    assert [one["party"] for one in value["signers"]] == [POLICE, DISTRICT]


def test_in_print_they_are_of_the_publication(press: Press, now: datetime) -> None:
    changed(press, POLICE, place="Springfield")
    published = press.whole_life(now)
    words = squeezed(page_words(published.copy.pdf))
    for line in ("Place when this was published", "Award when this was published", f"{POLICE}; {DISTRICT}"):
        assert squeezed(line) in words, line
    later = dict(facts.facts(press.session, published.subject, published.parcel["manifest"]))
    assert later["Place when this was published"] == "Springfield"
    assert said(press, now + timedelta(days=1))["Place today"] == "Springfield"


def test_each_party_s_twelve_words_are_public_and_a_verifier_tells_the_same(
    press: Press, now: datetime
) -> None:
    press.whole_life(now)
    value = reading.page(press.session, press.published(), press.settings, now)
    words = {one["party"]: one["fingerprint"] for one in value["party_records"]}
    for name in (POLICE, DISTRICT):
        row = press.session.exec(select(Party).where(Party.legal_name == name)).one()
        assert words[name] == fingerprint(unb64u(row.public_id or "")) and len(words[name].split()) == 12
    told = [check.detail for check in verify(press.published().copy.core).checks if check.id == "party.chain"]
    assert [one.partition("; its twelve words: ")[2] for one in told] == list(words.values())
    shown = html(Page("publication/mou.html", value), NOBODY)
    assert all(f"<p>{name}: <strong>{words[name]}</strong></p>" in shown for name in words)
    assert "Compare them with your board’s minutes" in shown
