"""What a body's clerk and members see before their meeting: the text and its state. Not who reviews, not what anybody
said of it, not how many have.
"""

import json
import re

import pytest

from tests.attacks.besieged import OPENLY, POLICE_SIDE, SCHOOL_SIDE, Siege, show

PARTS = ["body_admin", "body_clerk", "body_member"]
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
