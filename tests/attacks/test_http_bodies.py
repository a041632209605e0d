"""What a body's clerk and members see before their meeting: the text and its state. Not who reviews, not what anybody
said of it, not how many have.
"""

import json
import re

import pytest

from tests.attacks.besieged import MEMBERS_OWN, OPENLY, POLICE_SIDE, SCHOOL_SIDE, Siege, show
from tests.attacks.test_http_leaks import everywhere

PARTS = ["body_admin", "body_clerk", "body_member", "body_second"]
ONE_FORM = re.compile(r'name="once" value="[^"]*"')
"""Every form that is shown has a number of its own."""
MOVES_BY_ITSELF = re.compile(r"/metrics|/circulation$|\.(xlsx|docx)$")
"""Meters, and what says the hour it was made at: tests/review/notes compares those with the clock at rest."""
WHERE = [
    "",
    "/threads",
    "/comments",
    "/history",
    "/readiness",
    "/revisions",
    "/findings",
    "/term",
    "/renewal",
]


@pytest.mark.parametrize("part", PARTS)
def test_before_the_meeting_a_body_sees_text_and_state_alone(siege: Siege, part: str) -> None:
    names = [
        siege[one].name
        for one in ("principal", "officer", "district_counsel", "agency_counsel", "lieutenant", "guest")
    ]
    pages = [f"/editions/{siege.reviewed}{one}" for one in WHERE] + ["/inbox", "/mous"]
    pages += [
        f"/editions/{siege.reviewed}/threads?clause={siege.clause}",
        f"/editions/{siege.reviewed}/comments?state=open",
    ]
    for path in pages:
        for answer in (show(siege[part], path), siege[part].http.get(f"/api/v1{path}")):
            assert answer.status_code == 200, path
            for words in (SCHOOL_SIDE, POLICE_SIDE, OPENLY, "approves", "no comment received", *names):
                assert words not in answer.text, (path, words)
            assert not re.search(
                r"\b\d+ comments? (has|have) no answer|Comment \d+|Waiting for (?!others)", answer.text
            ), path


def test_its_working_page_has_the_text_and_nothing_of_the_review(siege: Siege) -> None:
    shown = siege["body_clerk"].get(f"/editions/{siege.reviewed}")
    assert shown["clauses"] and shown["edition"]["status"] == "in_review"
    assert shown["stages"] == shown["turns"] == shown["tasks"] == shown["general"] == shown["detached"] == []
    assert shown["open"] == 0 and shown["sentence"] == "This edition is in review."
    assert not any(clause["threads"] or clause["thread_count"] for clause in shown["clauses"])
    assert not any(
        shown["may"][power]
        for power in ("edit", "circulate", "comment", "dispose", "decide", "advance", "invite_guest")
    )


def test_no_thread_file_or_letter_reaches_a_body(siege: Siege) -> None:
    page = f"/editions/{siege.reviewed}"
    for part in PARTS:
        for number in siege.threads.values():
            assert siege[part].http.get(f"/api/v1{page}/threads/{number}").status_code == 404
        assert siege[part].bytes_of(f"{page}/comments.csv").decode().count("\r\n") == 1
        told = json.dumps(siege["director"].get("/mailbox", to=siege[part].email))
        assert OPENLY not in told and SCHOOL_SIDE not in told and "Comment" not in told


def test_a_body_does_not_write_the_text_it_will_adopt(siege: Siege) -> None:
    before = siege.record()
    for part in PARTS:
        for path, form in (
            ("clauses", {"text": "Planted\n\nWords."}),
            ("term", {"effective_rule": "last_signature", "months": "3"}),
            ("freeze", {}),
        ):
            answer = siege[part].http.post(f"/api/v1/editions/{siege.reviewed}/{path}", json=form)
            assert answer.status_code == 403, (part, path, answer.text)
    assert siege.record() == before


def sides(siege: Siege, part: str) -> dict[str, tuple[object, ...]]:
    """What this person gets at every address that reads, as page and as API: status, entity tag, length and words."""
    paths = [one for one in everywhere(siege) if not MOVES_BY_ITSELF.search(one)]
    found: dict[str, tuple[object, ...]] = {}
    for path in paths:
        for kind, answer in (
            ("page", show(siege[part], path)),
            ("api", siege[part].http.get(f"/api/v1{path}")),
        ):
            words = ONE_FORM.sub("", answer.text)
            found[f"{kind} {path}"] = (answer.status_code, answer.headers.get("etag"), words)
    return found


READERS = ["body_admin", "officer", "guest"]


@pytest.mark.parametrize("part", READERS)
def test_what_a_member_wrote_is_nowhere_but_with_the_clerk(siege: Siege, part: str) -> None:
    for where, (_, _, words) in sides(siege, part).items():
        assert MEMBERS_OWN not in str(words), where
    if email := siege[part].email:
        assert MEMBERS_OWN not in json.dumps(siege["director"].get("/mailbox", to=email))


def test_that_a_member_writes_again_changes_no_answer_for_anybody_else(siege: Siege) -> None:
    """No count, no mark, no entity tag, no number: a second member cannot tell that the first one wrote."""
    siege.rest()
    before = {part: sides(siege, part) for part in ("body_second", "director")}
    for _ in range(2):
        siege["body_member"].post(f"/editions/{siege.reviewed}/notes", words=MEMBERS_OWN)
    siege.rest()
    after = {part: sides(siege, part) for part in before}
    assert MEMBERS_OWN not in str(before)
    for part, told in before.items():
        for where, answer in told.items():
            assert answer == after[part][where], (part, where)
    assert len(siege["body_clerk"].get(f"/editions/{siege.reviewed}/notes")["notes"]) == 3


def test_the_clerk_and_the_member_do_read_it(siege: Siege) -> None:
    page = f"/editions/{siege.reviewed}"
    for part in ("body_clerk", "body_member"):
        assert MEMBERS_OWN in show(siege[part], f"{page}/notes").text
    assert siege["body_clerk"].get(f"{page}/notes")["notes"][-1]["author"] == "Mel Member"
    assert siege["body_second"].get(f"{page}/notes")["notes"] == []
    assert MEMBERS_OWN in siege["body_clerk"].bytes_of(f"{page}/notes.csv").decode()
    told = json.dumps(siege["director"].get("/mailbox", to=siege["body_clerk"].email))
    assert "A member of your body wrote to you" in told and "Mel" not in told and MEMBERS_OWN not in told


def test_events_work_and_log_hold_no_words_of_a_member(siege: Siege) -> None:
    from sqlalchemy import text

    with siege.database.reading() as session:
        ask = session.connection().execute
        for table in ("event", "work", "log_entry", "once", "notice"):
            for row in ask(text(f"SELECT * FROM {table}")).all():
                assert MEMBERS_OWN not in str(row), table
        rows = ask(text("SELECT edition_id, mou_id, leaf FROM event WHERE kind = 'body:note:written'")).all()
    assert rows
    for edition, mou, leaf in rows:
        assert (edition, mou) == (None, "")
        for told in (siege.reviewed, siege.parties["body"], "note"):
            assert told.encode() not in bytes(leaf)
