"""Planted words of one side are searched everywhere the other side, a guest, a body and the public can look; secrets and
addresses everywhere that is public.
"""

import logging
import re

import pytest
from sqlalchemy import text

from tests.attacks.besieged import POLICE_SIDE, SCHOOL_SIDE, Siege, show
from workflow.adapters.pdf_text import page_words
from workflow.web.rooms import all_doors

READ = [door for room in all_doors() for door in room.all if door.method == "GET"]
PUBLIC = (
    "/", "/mou/school-resource-officers", "/mou/school-resource-officers/1", "/mou/school-resource-officers/1.json",
    "/mou/school-resource-officers/1.txt", "/mou/school-resource-officers/1.md", "/mou/school-resource-officers/history",
    "/mou/school-resource-officers/feed.atom", "/feed.atom", "/sitemap.xml", "/robots.txt", "/log/checkpoint", "/log/key",
    "/log/policy", "/verify", "/schema", "/sign-in", "/readyz", "/healthz", "/api/v1/", "/api/v1/mou/school-resource-officers/1",
    "/api/v1/mou/school-resource-officers", "/api/v1/session",
)  # fmt: skip
SIDES = {
    SCHOOL_SIDE: ("officer", "lieutenant", "chief", "guest", "observer", "body_clerk", "outsider"),
    POLICE_SIDE: ("principal", "director", "district_counsel", "guest", "observer", "body_member", "stranger"),
}  # fmt: skip


def everywhere(siege: Siege) -> list[str]:
    """Every address that can be read, for the edition in review."""
    clause, page = siege.clause, f"/editions/{siege.reviewed}"
    found = [
        re.sub(r"\{(\w+):\w+\}", lambda at: {"edition_id": siege.reviewed, "event_id": siege.signing_event, "key": clause,
               "number": "1", "span": "1...1", "party_id": siege.parties["district"]}.get(at[1], "1"), door.path)
        for door in READ if door.path.startswith(("/editions", "/signing-events", "/inbox", "/mous", "/part"))
    ]  # fmt: skip
    found += [f"{page}/threads/{number}" for number in siege.threads.values()]
    return [
        *found,
        f"{page}/threads?clause={clause}",
        f"{page}/comments?state=open",
        f"{page}/comments?after=0",
        "/metrics",
    ]


@pytest.mark.parametrize("words", [SCHOOL_SIDE, POLICE_SIDE])
def test_internal_comments_of_one_side_are_nowhere_on_the_other(siege: Siege, words: str) -> None:
    looked = 0
    for part in SIDES[words]:
        for path in everywhere(siege):
            for answer in (show(siege[part], path), siege[part].http.get(f"/api/v1{path}")):
                looked += 1
                assert words not in answer.text, (part, path)
        if email := siege[part].email:
            for letter in siege["director"].get("/mailbox", to=email)["letters"]:
                looked += 1
                assert words not in letter["text"] + letter["subject"], (part, letter["subject"])
    print(f"{looked} answers and letters, 0 found")


def test_the_own_side_does_read_them(siege: Siege) -> None:
    page = f"/editions/{siege.reviewed}"
    assert SCHOOL_SIDE in show(siege["director"], page).text
    assert POLICE_SIDE in show(siege["lieutenant"], page).text
    assert SCHOOL_SIDE in siege["principal"].bytes_of(f"{page}/comments.csv").decode()


def test_events_work_and_log_hold_no_words(siege: Siege) -> None:
    with siege.database.reading() as session:
        for table in ("event", "work", "log_entry", "once", "challenge"):
            rows = session.connection().execute(text(f"SELECT * FROM {table}")).all()
            for row in rows:
                assert SCHOOL_SIDE not in str(row) and POLICE_SIDE not in str(row), table


def secrets_of(siege: Siege) -> tuple[set[str], set[str]]:
    """Salts as text in both alphabets, and addresses."""
    from base64 import b64encode, urlsafe_b64encode

    with siege.database.reading() as session:
        ask = session.connection().execute
        salts = {bytes(row[0]) for row in ask(text("SELECT salt FROM event")) if len(row[0]) >= 16}
        emails = {row[0] for row in ask(text("SELECT email FROM person"))}
    shapes = {urlsafe_b64encode(one).decode().rstrip("=") for one in salts}
    return shapes | {b64encode(one).decode() for one in salts} | {one.hex() for one in salts}, emails


def test_nothing_public_holds_an_address_a_salt_or_a_session(siege: Siege) -> None:
    salts, emails = secrets_of(siege)
    tokens = {
        cookie.value
        for visitor in siege.people.values()
        for cookie in visitor.http.cookies.jar
        if cookie.value
    }
    assert len(salts) > 100 and len(emails) > 10 and len(tokens) > 10
    pages = {path: siege["stranger"].http.get(path).text for path in PUBLIC}
    pdf = siege["stranger"].bytes_of("/mou/school-resource-officers/1.pdf")
    pages["pdf text"] = page_words(pdf)
    pages["pdf bytes"] = pdf.decode("latin-1")
    for path, words in pages.items():
        for secret in emails | tokens | salts:
            assert secret not in words, (path, "an address" if "@" in secret else "a secret")
    print(
        f"{len(pages)} public answers x {len(salts)} salts, {len(emails)} addresses, {len(tokens)} tokens: 0 found"
    )


def test_members_read_no_address_but_those_their_own_administrators_keep(siege: Siege) -> None:
    _, emails = secrets_of(siege)
    for part in ("principal", "guest", "observer", "body_member"):
        for path in [*everywhere(siege), "/signing-keys/1"]:
            for prefix in ("", "/api/v1"):
                if path == "/account" or path == f"/editions/{siege.reviewed}/guests":
                    continue
                words = siege[part].http.get(prefix + path).text
                assert not [email for email in emails if email in words], (part, path)


def test_logs_hold_no_secrets_no_addresses_and_no_words(
    siege: Siege, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        visitor = siege["principal"]
        visitor.http.post("/api/v1/sign-in", json={"email": "somebody.logged@example.org"})
        visitor.http.get("/links/secret-in-the-address-1234")
        visitor.http.get("/begin/secret-in-the-address-1234?x=secret-in-the-query")
        visitor.http.post(
            f"/api/v1/editions/{siege.reviewed}/threads",
            json={"words": "Words in a log\ud800".encode("utf-8", "replace").decode()},
        )
        visitor.http.get(
            "/editions/x",
            headers={"Cookie": "countersign_session=token-in-a-cookie-5678", "X-Y": "forged\\nline"},
        )
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("countersign"))
    for planted in ("somebody.logged", "secret-in-the", "Words in a log", "token-in-a-cookie", SCHOOL_SIDE):
        assert planted not in ours
    assert "/links/{secret}" in ours
