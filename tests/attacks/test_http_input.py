"""The bad input that the service must expect, each by its name: refused with words that say why and what to do, with what
was typed still there, and the record unchanged.
"""

import io
import json
import re
import secrets
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest

from tests.attacks.besieged import Siege, form_of, send, show
from workflow.demo.troupe import letter_link
from workflow.demo.visitor import Visitor
from workflow.evidence.software_key import SoftwareKey

TYPED = "A title that somebody typed with care"
JSON = {"Content-Type": "application/json"}


def words_of(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def start(siege: Siege, name: str, content: bytes) -> httpx.Response:
    """The director's form for a new agreement, with this file."""
    form = {
        **form_of(siege["director"]), "title": TYPED, "slug": "kept-words", "parties": [siege.parties["district"], siege.parties["agency"]],
        "timezone": "America/New_York", "summary": "A summary typed with care.", "months": "12",
    }  # fmt: skip
    return siege["director"].http.post(
        "/mous", data=form, files={"upload": (name, content)}, headers={"Accept": "text/html"}
    )


def refused_upload(siege: Siege, name: str, content: bytes, *said: str) -> None:
    before = siege.record()
    answer = start(siege, name, content)
    assert answer.status_code == 422, answer.status_code
    assert TYPED in answer.text and "A summary typed with care." in answer.text
    for words in said:
        assert words in words_of(answer), words_of(answer)[:1500]
    assert siege.record() == before


def docx(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"\x8f\x03\xff\x00" * 500), ("a.docx", b"PK\x03\x04broken off"), ("a.txt", b"\xff\xfe\x00\xd8\x00"),
        ("a.txt", bytes(range(128, 256)) * 20), ("a.pdf", b"%PDF-1.7\nx"), ("a.exe", b"MZ\x90\x00" + b"\x00" * 500),
        ("a.docx", docx({"word/document.xml": b"<w:document"})), ("a.docx", docx({"nothing.xml": b"<a/>"})),
    ],
)  # fmt: skip
def test_an_unreadable_upload(siege: Siege, name: str, content: bytes) -> None:
    refused_upload(siege, name, content)


@pytest.mark.parametrize("content", [b"", b"\n \n\t\n", "\ufeff".encode()])
def test_an_empty_upload(siege: Siege, content: bytes) -> None:
    refused_upload(siege, "a.txt", content)


def test_an_encrypted_upload(siege: Siege) -> None:
    refused_upload(siege, "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "password")
    flagged = bytearray(docx({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := flagged.find(mark, at + 1)) >= 0:
            flagged[at + place] |= 1
    refused_upload(siege, "a.docx", bytes(flagged))


def test_an_upload_of_fifty_megabytes(siege: Siege) -> None:
    before = siege.record()
    try:
        answer = start(siege, "a.txt", b"x" * 50_000_000)
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError) as cut:
        pytest.fail(f"The connection was cut before anything was said: {cut!r}")
    assert answer.status_code == 413 and "MB" in words_of(answer), words_of(answer)
    assert siege.record() == before


def test_a_zip_bomb(siege: Siege) -> None:
    bomb = docx({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<w:p/>" * 20_000_000})
    assert len(bomb) < 1_000_000
    refused_upload(siege, "a.docx", bomb)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\u2060", "\U000e0041", "\ue000"])
def test_a_text_with_bidi_controls_or_zero_width_characters(siege: Siege, sign: str) -> None:
    text = f"1. Purpose\n\nThe officer shall{sign} not search.\n"
    refused_upload(siege, "a.txt", text.encode(), "Line 3", "Delete it and type the word anew")


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2069"])
def test_a_comment_with_bidi_controls_or_zero_width_characters(siege: Siege, sign: str) -> None:
    before = siege.record()
    answer = send(
        siege["officer"],
        f"/editions/{siege.reviewed}/threads",
        words=f"Kept words {sign} of mine.",
        kind="question",
    )
    assert answer.status_code == 422 and "Kept words" in answer.text
    assert siege.record() == before


def test_a_comment_of_a_megabyte_is_refused_and_says_so(siege: Siege) -> None:
    before = siege.record()
    answer = send(
        siege["officer"], f"/editions/{siege.reviewed}/threads", words="x" * 1_000_000, kind="question"
    )
    assert answer.status_code in (413, 422) and "<h1" in answer.text, answer.status_code
    assert siege.record() == before


@pytest.mark.parametrize(
    "words", ["<b>bold</b> & <i>so</i>", "**bold** _so_ [here](https://evil.example) # head", "&lt;b&gt;"]
)
def test_html_and_markdown_in_a_comment_are_text(siege: Siege, words: str) -> None:
    path = f"/editions/{siege.reviewed}/threads"
    number = siege["officer"].post(path, words=words, kind="question")["number"]
    page = show(siege["officer"], f"{path}/{number}").text
    assert words in unescape(page)
    assert "<b>bold" not in page and "<strong>bold" not in page and 'evil.example"' not in page
    siege["officer"].post(f"{path}/{number}/withdrawal", words="")


def test_lone_surrogates(siege: Siege) -> None:
    """In JSON as an escape, in a form as bytes: neither is text."""
    before, page = siege.record(), f"/editions/{siege.reviewed}/threads"
    for body in (
        b'{"words":"\\ud800 kept"}',
        b'{"words":"kept \\udc00\\ud800"}',
        b'{"words":"kept \xed\xa0\x80"}',
    ):
        answer = siege["officer"].http.post(f"/api/v1{page}", content=body, headers=JSON)
        assert answer.status_code in (400, 422) and answer.json()["detail"], body
    form = f"csrf={form_of(siege['officer'])['csrf']}&words=kept%ED%A0%80&kind=question"
    answer = siege["officer"].http.post(
        page,
        content=form,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"},
    )
    assert answer.status_code in (400, 422)
    assert siege.record() == before


def test_a_form_posted_twice_takes_effect_once(siege: Siege) -> None:
    """Sixteen times at once, with the key of one form."""
    page = f"/editions/{siege.foreign}/threads"
    form = {
        **form_of(siege["outsider"]),
        "once": secrets.token_urlsafe(16),
        "words": f"Said once {secrets.token_hex(4)}",
        "kind": "question",
    }
    before = siege.record()
    with ThreadPoolExecutor(16) as crowd:
        told = list(
            crowd.map(
                lambda _: siege["outsider"].http.post(page, data=form, headers={"Accept": "text/html"}),
                range(16),
            )
        )
    assert {one.status_code for one in told} == {303} and len({one.headers["location"] for one in told}) == 1
    after = siege.record()
    assert (after["thread"], after["comment"], after["event"]) == (
        before["thread"] + 1,
        before["comment"] + 1,
        before["event"] + 1,
    )


def foreign_clause(siege: Siege) -> tuple[dict[str, Any], str]:
    shown = siege["outsider"].get(f"/editions/{siege.foreign}")
    return shown["clauses"][2], str(shown["revision"]["number"])


def test_a_stale_clause_edit_keeps_what_was_typed_and_shows_both(siege: Siege) -> None:
    clause, base = foreign_clause(siege)
    where = f"/editions/{siege.foreign}/clauses/{clause['key']}"
    siege["outsider"].post(where, text=clause["text"] + "\n\nWhat the first one wrote.", base=base)
    before = siege.record()
    late = send(siege["outsider"], where, text=clause["text"] + "\n\nWhat the second one typed.", base=base)
    assert late.status_code == 409
    assert "What the first one wrote." in late.text and "What the second one typed." in late.text
    assert "was changed while you were writing" in words_of(late) and "<textarea" in late.text
    api = siege["outsider"].http.post(f"/api/v1{where}", json={"text": "Mine instead.", "base": base})
    assert api.json()["mine"] == "Mine instead." and "What the first one wrote." in api.json()["theirs"]
    assert siege.record() == before


def test_a_verdict_on_an_old_revision_keeps_the_words_and_says_what_changed(siege: Siege) -> None:
    read = siege["outsider"].get(f"/editions/{siege.foreign}")["revision"]["id"]
    clause, base = foreign_clause(siege)
    siege["outsider"].post(
        f"/editions/{siege.foreign}/clauses/{clause['key']}",
        text=clause["text"] + "\n\nA later sentence.",
        base=base,
    )
    before = siege.record()
    late = send(
        siege["outsider"],
        f"/editions/{siege.foreign}/verdicts",
        value="request_changes",
        words="Words of my verdict.",
        revision=read,
    )
    assert (
        late.status_code == 409
        and "Words of my verdict." in late.text
        and "The text has changed since you opened it" in late.text
    )
    assert siege.record() == before


def test_a_link_used_twice(siege: Siege) -> None:
    """Looking uses nothing up, however often; the button does, once, whoever presses it."""
    person = siege["outside_officer"]
    siege["stranger"].post("/sign-in", email=person.email)
    path = letter_link(person, "sign-in link").removeprefix(siege.address)
    for _ in range(5):
        assert (
            siege["stranger"].http.get(path).status_code == 200
            and siege["stranger"].http.head(path).status_code == 200
        )
    browsers = [Visitor(siege.address) for _ in range(16)]
    with ThreadPoolExecutor(16) as crowd:
        told = list(crowd.map(lambda one: one.http.post(path, headers={"Accept": "text/html"}), browsers))
    assert sorted(one.status_code for one in told) == [303] + [409] * 15
    no = next(one for one in told if one.status_code == 409)
    assert (
        "This link was already used" in no.text
        and "Ask for a new link" in no.text
        and "set-cookie" not in no.headers
    )
    assert "already used" in show(siege["stranger"], path).text
    for browser in browsers:
        browser.close()


def offered(siege: Siege, part: str, **form: str) -> tuple[dict[str, Any], str, SoftwareKey]:
    visitor = siege[part]
    place = visitor.get(f"/signing-events/{siege.signing_event}")["mine"]["place"]
    sheet = visitor.post(
        f"/signing-events/{siege.signing_event}/offers", place=place, **{"decision": "approval", **form}
    )
    return {**sheet, "ceremony": "get"}, place, visitor.keys[siege.town.troupe.appointments[part, part]]


def signing_refused(siege: Siege, part: str, form: dict[str, Any], action: str, *said: str) -> None:
    before = siege.record()
    answer = siege[part].http.post(f"/api/v1{action}", json=form)
    assert answer.status_code in (403, 404, 409, 422), answer.text
    for words in said:
        assert words in answer.json()["detail"], answer.json()
    assert answer.json()["detail"].count(".") >= (2 if answer.status_code == 409 else 1), answer.json()
    assert siege.record() == before


def test_a_signature_over_another_text(siege: Siege) -> None:
    """The right key, over what was not asked."""
    sheet, _, key = offered(siege, "chief")
    for challenge in ("A" * 43, "B" * 42 + "A"):
        other = {**sheet, "options": {**sheet["options"], "challenge": challenge}}
        signing_refused(siege, "chief", siege["chief"].answered(other, key), sheet["action"])
    declined, _, _ = offered(siege, "chief", decision="decline", reason="Because.")
    signing_refused(
        siege, "chief", siege["chief"].answered({**declined, "ceremony": "get"}, key), sheet["action"]
    )
    passkey = siege["chief"].post("/sign-in/passkey/options")
    signing_refused(siege, "chief", siege["chief"].answered(passkey, key), sheet["action"])


def test_a_signature_by_another_key(siege: Siege) -> None:
    theirs = siege["superintendent"].keys[siege.town.troupe.appointments["superintendent", "superintendent"]]
    for key, words in (
        (theirs, "not the one that signs this"), (siege["chief"].keys[""], "it cannot sign"), (SoftwareKey(), "do not know this key"),
    ):  # fmt: skip
        sheet, _, _ = offered(siege, "chief")
        signing_refused(siege, "chief", siege["chief"].answered(sheet, key), sheet["action"], words)
    sheet, _, own = offered(siege, "chief")
    forged = json.loads(siege["chief"].answered(sheet, theirs)["credential"])
    named = json.loads(siege["chief"].answered(sheet, own)["credential"])
    forged |= {"id": named["id"], "rawId": named["rawId"]}
    signing_refused(siege, "chief", {"credential": json.dumps(forged)}, sheet["action"], "does not hold")


def test_a_signature_for_another_place_or_by_another_person(siege: Siege) -> None:
    sheet, place, key = offered(siege, "chief")
    other, _, _ = offered(siege, "superintendent")
    signing_refused(siege, "chief", siege["chief"].answered(sheet, key), other["action"])
    signing_refused(siege, "superintendent", siege["chief"].answered(sheet, key), sheet["action"])
    signing_refused(siege, "superintendent", siege["chief"].answered(sheet, key), other["action"])
    old = f"/signing-events/{siege.published_event}/signatures/{place}"
    signing_refused(siege, "chief", siege["chief"].answered(sheet, key), old)
    for path in ("declines", "adoptions"):
        signing_refused(
            siege, "chief", siege["chief"].answered(sheet, key), sheet["action"].replace("signatures", path)
        )


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "{", '"x"', '{"id":1}', '{"rawId":"é"}', "9" * 5000, "[" * 3000, '{"type":"public-key","rawId":"AAAA","id":"AAAA","response":{}}', '{"rawId":null,"response":[]}'])  # fmt: skip
def test_an_answer_that_is_no_answer(siege: Siege, credential: str) -> None:
    before = siege.record()
    sheet, _, _ = offered(siege, "chief")
    for path in (sheet["action"], "/sign-in/passkey", "/account/passkeys"):
        answer = siege["chief"].http.post(f"/api/v1{path}", json={"credential": credential})
        assert answer.status_code in (409, 422) and answer.json()["detail"], (path, answer.status_code)
    assert siege.record() == before


def test_a_signature_after_expiry(siege: Siege) -> None:
    sheet, _, key = offered(siege, "chief")
    form = siege["chief"].answered(sheet, key)
    siege.town.clock.move(timedelta(minutes=11))
    signing_refused(siege, "chief", form, sheet["action"])


def test_a_signature_replayed_sixteen_times_at_once_counts_once(siege: Siege) -> None:
    sheet, _, key = offered(siege, "chief")
    form, before = siege["chief"].answered(sheet, key), siege.record()
    with ThreadPoolExecutor(16) as crowd:
        told = list(
            crowd.map(lambda _: siege["chief"].http.post(f"/api/v1{sheet['action']}", json=form), range(16))
        )
    assert sorted(one.status_code for one in told) == [201] + [409] * 15
    after = siege.record()
    assert (after["signature"], after["event"]) == (before["signature"] + 1, before["event"] + 1)
    signing_refused(siege, "chief", form, sheet["action"])
