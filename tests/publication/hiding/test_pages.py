"""The doors through the whole web edge: the public ones as a stranger, the working page as the people of the parties."""

import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from tests.conftest import NOW
from tests.publication.hiding import kit
from tests.publication.kit import Press
from tests.publication.test_pages import Visitor, check, opened
from workflow.adapters.database import Database
from workflow.adapters.keyfiles import KeyFiles
from workflow.adapters.settings import Settings
from workflow.evidence.package import parse
from workflow.parties.sessions import begin
from workflow.publication.hiding.actions import Sheet

LATER = timedelta(hours=1)


@pytest.fixture
def press(database: Database, settings: Settings) -> Press:
    """Published with clause 3 hidden."""
    with database.writing() as session:
        made = kit.executed(session, settings, NOW)
        kit.decided(made, kit.HIDE, NOW + LATER)
    return made


def signed_in(visitor: Visitor, database: Database, made: Press, name: str) -> Visitor:
    with database.writing() as session:
        token = begin(session, made.world.people[name], at=NOW + 2 * LATER, by_passkey=True)
    visitor.cookies.set("countersign_session", token)
    return visitor


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_stranger_reads_what_is_hidden_and_why(press: Press) -> None:
    with opened(press.settings, NOW + 2 * LATER) as visitor:
        page = visitor.get(f"/mou/{press.slug}/1").text
        assert "1 part of it is not public" in page and "Part 3 of the text is not public." in page
        assert 'id="hidden"' in page and "Records desk, Springfield Unified" in page
        value = visitor.get(f"/api/v1/mou/{press.slug}/1").json()
        assert [(one["part"], one["basis"]) for one in value["hidden"]] == [("3", kit.BASIS)]
        assert "Part 3 of the text is not public." in visitor.get(f"/mou/{press.slug}/1.txt").text
        assert kit.BASIS in visitor.get(f"/mou/{press.slug}/1.md").text
        past = visitor.get(f"/mou/{press.slug}/history").text
        assert "parts of the text were hidden, as was agreed before signing" in past


def test_a_clause_is_quoted_with_its_proof_and_checked(press: Press) -> None:
    with opened(press.settings, NOW + 2 * LATER) as visitor:
        answer = visitor.get(f"/mou/{press.slug}/1/quotes/clause-2.json")
        assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
        told = check(visitor, "quote.json", answer.content).text
        assert "This clause is, word for word, part of the text both sides signed." in told
        assert "<h2>The clause</h2>" in told and "Body cameras are on" in told
        for name in ("clause-3.json", "clause-9.json", "2", "clause-2-1.json"):
            assert visitor.get(f"/mou/{press.slug}/1/quotes/{name}").status_code == 404
        assert visitor.get(f"/mou/{press.slug}/x/quotes/clause-2.json").status_code == 404


def test_the_working_page_and_the_private_package_are_for_the_parties(
    press: Press, database: Database
) -> None:
    here = f"/editions/{press.world.edition}"
    with opened(press.settings, NOW + 2 * LATER) as visitor:
        assert visitor.get(f"{here}/public-copy", follow_redirects=False).status_code == 303
        assert visitor.get(f"/api/v1{here}/public-copy").status_code == 401
        assert visitor.get(f"{here}/private.json", follow_redirects=False).status_code == 303
        signed_in(visitor, database, press, "counsel")
        page = visitor.get(f"{here}/public-copy").text
        assert "Withhold parts by an order" in page and "not acknowledged yet" in page
        assert "We have it" not in page and "Once somebody of your party has downloaded" in page
        early = visitor.post(f"{here}/private-receipts", data={"csrf": csrf(page)})
        assert early.status_code == 409 and f"{here}/private.json" in early.text
        own = visitor.get(f"{here}/private.json")
        assert own.headers["content-disposition"].startswith("attachment")
        assert "private" in own.headers["cache-control"]
        assert parse(own.content)["clauses"][2]["text"] == kit.SECRET
        page = visitor.get(f"{here}/public-copy").text
        assert (
            "Downloaded for your party by Counsel Example" in page and sha256(own.content).hexdigest() in page
        )
        visitor.post(f"{here}/private-receipts", data={"csrf": csrf(page)})
        page = visitor.get(f"{here}/public-copy").text
        assert "received by Counsel Example" in page and "We have it" not in page


def test_sealed_keys_do_not_keep_the_private_package_from_the_parties(
    press: Press, database: Database
) -> None:
    words, here = "correct horse battery staple", f"/editions/{press.world.edition}/private.json"
    KeyFiles(press.settings.keys_folder, words).seal_all()
    with opened(replace(press.settings, keys_passphrase=words), NOW + 2 * LATER) as visitor:
        signed_in(visitor, database, press, "counsel")
        assert parse(visitor.get(here).content)["clauses"][2]["text"] == kit.SECRET
    with opened(press.settings, NOW + 2 * LATER) as visitor:
        signed_in(visitor, database, press, "counsel")
        answer = visitor.get(here)
        assert answer.status_code == 503 and "Whoever runs it finds the reason in its log." in answer.text
        assert str(press.settings.data) not in answer.text and "checkpoint" not in answer.text


def test_two_people_take_it_down_and_every_address_answers_410(press: Press, database: Database) -> None:
    here = f"/editions/{press.world.edition}/public-copy"
    with opened(press.settings, NOW + 2 * LATER) as visitor:
        pdf = visitor.get(f"/mou/{press.slug}/1.pdf").content
        assert "This PDF is, byte for byte, the sealed copy of" in check(visitor, "copy.pdf", pdf).text
        signed_in(visitor, database, press, "counsel")
        form = {
            "csrf": csrf(visitor.get(here).text),
            "kind": "remove",
            "basis": "A pupil is named.",
            "contact": "Records desk",
        }
        visitor.post(f"{here}/proposals", data=form)
        waiting = re.search(rf'action="{here}/proposals/([0-9a-f]+)/refusal"', visitor.get(here).text)
        assert waiting and f"{waiting[1]}/confirmation" not in visitor.get(here).text
        signed_in(visitor, database, press, "chief")
        visitor.post(
            f"{here}/proposals/{waiting[1]}/confirmation", data={"csrf": csrf(visitor.get(here).text)}
        )
    with opened(press.settings, NOW + 3 * LATER) as visitor:
        for kind in ("", ".pdf", ".json", ".txt", ".md", "/quotes/clause-2.json"):
            answer = visitor.get(f"/mou/{press.slug}/1{kind}")
            assert answer.status_code == 410 and b"A pupil is named." in answer.content, kind
        told = check(visitor, "copy.pdf", pdf).text
        assert "We could not confirm that this is the text both sides signed" in told
        assert (
            "and is no longer published here. The public copy was taken down on Tuesday 12 May 2026 by Counsel"
            in told
        )
        assert "is, byte for byte, the sealed copy" not in told and f'href="/mou/{press.slug}' not in told
        assert press.slug not in visitor.get("/").text
        assert press.slug not in visitor.get("/sitemap.xml").text + visitor.get("/feed.atom").text


def test_an_old_pdf_is_told_from_a_forged_one(press: Press, database: Database) -> None:
    with opened(press.settings, NOW + 2 * LATER) as visitor:
        old = visitor.get(f"/mou/{press.slug}/1.pdf").content
    with database.writing() as press.session:
        kit.decided(press, Sheet("release", ["3"], "The post has moved."), NOW + 3 * LATER)
    with opened(press.settings, NOW + 4 * LATER) as visitor:
        told = check(visitor, "old.pdf", old).text
        assert f'take that one: <a href="/mou/{press.slug}/1">the present public copy</a>.' in told
        assert "a newer public copy has replaced it" in told and "because something in it was hidden" in told
        assert "shown since" in visitor.get(f"/mou/{press.slug}/1").text
