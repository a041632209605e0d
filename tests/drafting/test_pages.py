"""The room's pages and their JSON twins, through the application."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any

import docx
import pytest
from litestar.testing import TestClient

from tests.drafting.conftest import TEXT, Sides, make_sides, start_agreement
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.core.people import Actor
from workflow.drafting import queries
from workflow.drafting.pages import doors
from workflow.parties import sessions
from workflow.web.app import create_app


class Browser:
    """A person signed in, with a browser."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client = client

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[-600:]}"
        return answer.text

    def send(self, from_page: str, path: str, files: Any = None, **fields: Any) -> Any:
        """Fill in the form of a page that posts to this path."""
        form = re.search(
            rf'<form method="post" action="{re.escape(path)}".*?</form>', self.page(from_page), re.S
        )
        assert form, f"{from_page} has no form for {path}"
        sent: dict[str, Any] = {
            name: unescape(value)
            for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
        }
        return self.client.post(path, data={**sent, **fields}, files=files, follow_redirects=False)


@pytest.fixture
def people(database: Database, now: datetime) -> Sides:
    with database.writing() as session:
        return make_sides(session, now)


@pytest.fixture
def agreement(database: Database, people: Sides, now: datetime) -> str:
    with database.writing() as session:
        return start_agreement(session, people, now).id


@pytest.fixture
def sign_in(database: Database, settings: Settings, now: datetime) -> Iterator[Any]:
    opened: list[TestClient[Any]] = []

    def one(actor: Actor) -> Browser:
        with database.writing() as session:
            token = sessions.begin(session, actor.person_id, at=now)
        app = create_app(settings, database, FixedClock(now), rooms=[doors])
        client = TestClient(app, base_url="http://127.0.0.1:8000")
        client.cookies.set("countersign_session", token, domain="127.0.0.1")
        opened.append(client.__enter__())
        return Browser(client)

    yield one
    for client in reversed(opened):
        client.__exit__(None, None, None)


@pytest.fixture
def dana(sign_in: Any, people: Sides) -> Browser:
    return sign_in(people.dana)


def keys_of(database: Database, people: Sides, edition_id: str) -> list[str]:
    with database.reading() as session:
        edition = queries.find(session, people.dana, edition_id).edition
        return [clause.key for clause in queries.clauses_of(session, edition.revision_id)]


def test_every_page_of_the_room_reads(
    dana: Browser, database: Database, people: Sides, agreement: str
) -> None:
    key = keys_of(database, people, agreement)[0]
    here = f"/editions/{agreement}"
    for path in (
        "/mous/new", f"{here}/clauses/{key}/edit", f"{here}/clauses/new?after={key}", f"{here}/revisions",
        f"{here}/revisions/1", f"{here}/compare/1...1", f"{here}/import", f"{here}/exhibits", f"{here}/findings",
        f"{here}/findings?row=6", f"{here}/term",
    ):  # fmt: skip
        page = dana.page(path)
        assert "<h1>" in page and " style=" not in page and "<script>" not in page
    assert dana.client.get(f"{here}/text.txt").text.startswith("School Resource Officers\n\n1. Purpose")
    assert dana.client.get(f"{here}/text.md").text.startswith("# 1. Purpose")
    assert dana.client.get(f"{here}/compare/1..2").status_code == 404


def test_an_agreement_starts_from_an_uploaded_word_file(
    dana: Browser, people: Sides, database: Database
) -> None:
    document, content = docx.Document(), io.BytesIO()
    document.add_heading("Officer Agreement", 0)
    document.add_heading("1. Purpose", 1)
    document.add_paragraph("To keep <b>schools</b> safe & sound.")
    document.save(content)
    answer = dana.send(
        "/mous/new", "/mous", title="", parties=[people.district.id, people.agency.id],
        files={"upload": ("a.docx", content.getvalue(), "application/octet-stream")},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text[-800:]
    edition_id = answer.headers["location"].rsplit("/", 1)[1]
    page = dana.page(f"/editions/{edition_id}/revisions/1")
    assert "<h1>Officer Agreement" in page and "To keep &lt;b&gt;schools&lt;/b&gt; safe &amp; sound." in page


def test_a_start_that_is_refused_keeps_what_was_typed(dana: Browser, people: Sides) -> None:
    answer = dana.send(
        "/mous/new", "/mous", title="Kept title", parties=[people.district.id], text="Kept words of the text"
    )
    assert answer.status_code == 422
    assert (
        "Choose the law-enforcement agency" in answer.text
        and "Kept title" in answer.text
        and "Kept words" in answer.text
    )


def test_a_clause_is_edited_and_a_stale_form_is_refused_with_both_texts(
    dana: Browser, sign_in: Any, database: Database, people: Sides, agreement: str
) -> None:
    key = keys_of(database, people, agreement)[1]
    here, form = f"/editions/{agreement}/clauses/{key}", f"/editions/{agreement}/clauses/{key}/edit"
    lee = sign_in(people.lee)
    answer = dana.send(form, here, text="# 2. Hours\r\n\r\nFrom eight.")
    assert answer.status_code == 303 and answer.headers["location"] == f"/editions/{agreement}#clause-{key}"
    stale = lee.send(form, here, text="# 2. Hours\n\nFrom nine, says Lee.", base="1")
    assert stale.status_code == 409
    assert "From eight." in stale.text and stale.text.count("From nine, says Lee.") == 2
    assert 'name="base"' in stale.text and "revision 2" in stale.text


def test_a_form_posted_twice_makes_one_revision(
    dana: Browser, database: Database, people: Sides, agreement: str
) -> None:
    form, here = f"/editions/{agreement}/clauses/new", f"/editions/{agreement}/clauses"
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', dana.page(form)))
    answers = [
        dana.client.post(here, data={**sent, "text": "# 9. New"}, follow_redirects=False) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(keys_of(database, people, agreement)) == 4


def test_a_rival_draft_is_previewed_and_taken(
    dana: Browser, database: Database, people: Sides, agreement: str
) -> None:
    keys = keys_of(database, people, agreement)
    here = f"/editions/{agreement}/import"
    preview = dana.send(
        here, f"{here}/preview", text=TEXT.replace("15:30", "17:00") + "\n# 4. Money\n\nHalf each."
    )
    assert preview.status_code == 200, preview.text[-500:]
    assert "Clause 2, Hours, was reworded" in preview.text and "Clause 4, Money, is new." in preview.text
    fields: dict[str, Any] = dict(
        re.findall(
            r'type="hidden" name="(csrf|once|base)" value="([^"]*)"',
            preview.text.split(f'action="{here}"')[1],
        )
    )
    fields["clauses"] = [
        unescape(text) for text in re.findall(r'name="clauses" value="([^"]*)"', preview.text)
    ]
    answer = dana.client.post(here, data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text[-500:]
    assert keys_of(database, people, agreement)[:3] == keys
    assert "Clause 4, Money, is new." in dana.page(f"/editions/{agreement}/compare/1...2")


def test_an_exhibit_is_attached_and_served_as_a_download(dana: Browser, agreement: str) -> None:
    here = f"/editions/{agreement}/exhibits"
    answer = dana.send(
        here, here, name="Exhibit A", files={"upload": ("map.pdf", b"%PDF-1.7 map", "application/pdf")}
    )
    assert answer.status_code == 303, answer.text[-500:]
    file = dana.client.get(f"{here}/Exhibit%20A")
    assert file.content == b"%PDF-1.7 map" and "attachment" in file.headers["content-disposition"]
    assert dana.send(here, f"{here}/Exhibit%20A/removal").status_code == 303


def test_the_term_is_set_on_its_page_and_told_by_the_api(dana: Browser, sign_in: Any, people: Sides, agreement: str) -> None:  # fmt: skip
    here = f"/editions/{agreement}/term"
    answer = dana.send(here, here, effective_rule="fixed", starts="2026-08-01", months="36", review_months="12", award="yes", award_name="COPS 15JCOPS-25")  # fmt: skip
    assert answer.status_code == 303 and answer.headers["location"] == f"/editions/{agreement}"
    page = dana.page(here)
    assert "Saturday 1 August 2026" in page and 'value="2026-08-01"' in page and "For 36 months" in page
    found = dana.client.get(f"/api/v1/editions/{agreement}/term").json()["term"]
    assert (found["starts"], found["months"], found["award_name"]) == ("2026-08-01", 36, "COPS 15JCOPS-25")
    reader = sign_in(people.sam)
    assert "For 36 months" in reader.page(
        here
    ) and '<form method="post" action="/editions' not in reader.page(here)
    wrong = dana.send(here, here, effective_rule="fixed", starts="", months="36")
    assert wrong.status_code == 422 and "say which day" in wrong.text


def test_a_point_is_judged_on_the_page_of_findings(dana: Browser, sign_in: Any, people: Sides, agreement: str) -> None:  # fmt: skip
    here = f"/editions/{agreement}/findings"
    answer = dana.send(here, f"{here}/7/marks", value="met", words="The Chief does.")
    assert answer.status_code == 303 and answer.headers["location"] == f"{here}#row-7"
    page = dana.page(f"{here}?row=7")
    assert "“The Chief does.”" in page and "Dana Cole" in page and "<option" in page
    found = {one["requirement"]: one for one in dana.client.get(f"/api/v1{here}").json()["findings"]}
    assert found["7"]["state"] == "met" and found["7"]["mark"]["by"] == "Dana Cole"
    silent = dana.send(here, f"{here}/6/marks", value="not_met")
    assert silent.status_code == 422 and "Say why" in silent.text
    assert "/marks" not in sign_in(people.sam).page(here)


def test_who_takes_no_part_finds_no_page(
    sign_in: Any, database: Database, people: Sides, agreement: str
) -> None:
    pat, key = sign_in(people.pat), keys_of(database, people, agreement)[0]
    for path in (
        "revisions",
        "revisions/1",
        f"clauses/{key}/edit",
        "compare/1...1",
        "import",
        "text.txt",
        "exhibits",
        "term",
        "findings",
    ):
        assert pat.client.get(f"/editions/{agreement}/{path}").status_code == 404


def test_the_api_says_what_the_pages_say(
    dana: Browser, database: Database, people: Sides, agreement: str
) -> None:
    key = keys_of(database, people, agreement)[0]
    api = f"/api/v1/editions/{agreement}"
    token = re.search(r'name="csrf" value="([^"]*)"', dana.page("/mous/new"))
    assert token
    made = dana.client.post(
        f"{api}/clauses/{key}", json={"text": "# 1. Aim", "base": "1"}, headers={"x-csrf-token": token[1]}
    )  # fmt: skip
    assert made.status_code == 201 and made.json() == {"revision": 2}
    found = dana.client.get(f"{api}/compare/1...2").json()
    assert (
        found["sentences"] == ["Clause 1, Aim, was reworded (14 words out, 1 word in)."]
        or "Aim" in found["sentences"][0]
    )
    assert dana.client.get(f"{api}/revisions/2").json()["text"]["clauses"][0]["text"] == "# 1. Aim"
