"""Requests that another site, another session or another name makes: refused, and nothing done."""

import time
from dataclasses import replace

import httpx
import pytest

from tests.attacks.besieged import Siege, form_of, show
from workflow.adapters.settings import Settings
from workflow.demo.visitor import Visitor
from workflow.web.origin import known_host
from workflow.web.sessions import cookie_name, set_cookie
from workflow.web.shell import security_headers
from workflow.web.visit import client_address, is_near

FOREIGN = [
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": ""}, {"Origin": "null", "Sec-Fetch-Site": ""},
]  # fmt: skip


def bare(visitor: Visitor) -> httpx.Client:
    """The same browser's cookie, without the headers of our own pages."""
    return httpx.Client(base_url=visitor.address, cookies=visitor.http.cookies, timeout=30)


@pytest.mark.parametrize("headers", FOREIGN, ids=[str(n) for n in range(len(FOREIGN))])
def test_another_site_cannot_send_a_form_even_with_the_right_token(
    siege: Siege, headers: dict[str, str]
) -> None:
    before, page = siege.record(), f"/editions/{siege.reviewed}/threads"
    token = form_of(siege["director"])
    with bare(siege["director"]) as browser:
        sent = {name: value for name, value in headers.items() if value}
        assert browser.post(page, data={**token, "words": "Forged."}, headers=sent).status_code == 403
        assert browser.post(f"/api/v1{page}", json={"words": "Forged."}, headers=sent).status_code == 403
    assert siege.record() == before


def test_without_a_token_with_a_wrong_one_or_with_somebody_elses_nothing_is_done(siege: Siege) -> None:
    before, page = siege.record(), f"/editions/{siege.reviewed}/threads"
    theirs = form_of(siege["principal"])["csrf"]
    for token in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": theirs}):
        answer = siege["director"].http.post(
            page, data={**token, "words": "What I typed stays."}, headers={"Accept": "text/html"}
        )
        assert answer.status_code == 403 and "What I typed stays." in answer.text
    with bare(siege["director"]) as browser:
        assert browser.post(f"/api/v1{page}", json={"words": "Forged."}).status_code == 403
        assert (
            browser.post(f"/api/v1{page}", json={"words": "F"}, headers={"X-CSRF-Token": theirs}).status_code
            == 403
        )
        plain = browser.post(
            f"/api/v1{page}", content='{"words":"Forged."}', headers={"Content-Type": "text/plain"}
        )
        assert plain.status_code in (403, 415)
    assert siege.record() == before


def test_an_act_is_never_a_get(siege: Siege) -> None:
    before = siege.record()
    for path in (
        "/sign-out",
        f"/editions/{siege.reviewed}/advances",
        f"/editions/{siege.reviewed}/freeze",
        f"/editions/{siege.reviewed}/verdicts",
    ):
        assert siege["director"].http.get(path).status_code in (404, 405)
        assert siege["director"].http.request("PUT", path).status_code in (404, 405)
    assert siege.record() == before and siege["director"].get("/session")["signed_in"]


def test_every_kind_of_answer_is_closed_in(siege: Siege) -> None:
    answers = [
        show(siege["director"], "/inbox"), show(siege["stranger"], "/"), show(siege["stranger"], "/no-such"),
        siege["stranger"].http.get("/api/v1/inbox"), siege["stranger"].http.get("/mou/school-resource-officers/1.pdf"),
        siege["stranger"].http.post("/sign-in", data={"email": "x"}), siege["stranger"].http.get("/healthz"),
        siege["stranger"].http.get("/", headers={"Host": "evil.example"}), siege["stranger"].http.get("/inbox"),
    ]  # fmt: skip
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert (
            "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "server" not in answer.headers
    for answer in (show(siege["director"], "/inbox"), siege["director"].http.get("/api/v1/inbox")):
        assert "private" in answer.headers["cache-control"] or answer.headers["cache-control"] == "no-store"


def test_a_session_that_was_planted_is_not_the_one_signed_in_with(siege: Siege) -> None:
    visitor = siege["officer"]
    name = cookie_name(replace(siege.settings, public_url=siege.address))
    for planted in ("planted-by-somebody-else", visitor.http.cookies[name]):
        fresh = Visitor(siege.address, visitor.name, visitor.email, visitor.person)
        fresh.keys = dict(visitor.keys)
        fresh.http.cookies.set(name, planted, domain="localhost.local")
        sheet = fresh.post("/sign-in/passkey/options")
        fresh.post(sheet["action"], **fresh.answered(sheet, fresh.keys[""]))
        now = [cookie.value for cookie in fresh.http.cookies.jar if cookie.value != planted]
        assert len(now) == 1 and now[0] != planted
        with httpx.Client(base_url=siege.address, headers={"Cookie": f"{name}={planted}"}) as old:
            assert not old.get("/api/v1/session").json()["signed_in"]
        fresh.close()
    visitor.sign_in()


def test_after_signing_out_the_token_opens_nothing_and_sixteen_requests_do_not_revive_it(
    siege: Siege,
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    visitor = siege["district_second"]
    name = next(iter(visitor.http.cookies))
    old = visitor.http.cookies[name]
    headers = {"Cookie": f"{name}={old}"}
    with httpx.Client(base_url=siege.address, headers=headers) as thief, ThreadPoolExecutor(8) as crowd:
        under_way = [crowd.submit(thief.get, "/api/v1/inbox") for _ in range(8)]
        assert visitor.http.post("/sign-out", data=form_of(visitor)).status_code == 303
        under_way += [crowd.submit(thief.get, "/api/v1/inbox") for _ in range(8)]
        assert {one.result().status_code for one in under_way} <= {200, 401}
        assert thief.get("/api/v1/inbox").status_code == 401
    visitor.sign_in()


def test_cookies_say_what_they_are_for() -> None:
    plain = Settings(public_url="http://localhost:8000")
    safe = Settings(public_url="https://mou.example.gov")
    assert set_cookie(plain, "t") == "countersign_session=t; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"
    assert (
        set_cookie(safe, "t")
        == "__Host-countersign_session=t; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
    )
    assert "Max-Age=0" in set_cookie(safe, "")
    assert any(name == b"strict-transport-security" for name, _ in security_headers(safe))
    assert not any(name == b"strict-transport-security" for name, _ in security_headers(plain))


NEXT = (
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/%5cevil.example", "https:evil.example", "/\t/evil.example",
    "javascript:alert(1)", "/\r\nSet-Cookie: a=b", "///evil.example", "/.//evil.example", "data:text/html,x", " //evil.example", "/@evil.example", "",
)  # fmt: skip


@pytest.mark.parametrize("wanted", NEXT)
def test_signing_in_leads_nowhere_else(siege: Siege, wanted: str) -> None:
    visitor = siege["agency_second"]
    sheet = visitor.post("/sign-in/passkey/options")
    form = {**visitor.answered(sheet, visitor.keys[""]), "next": wanted, **form_of(visitor)}
    answer = visitor.http.post("/sign-in/passkey", data=form, headers={"Accept": "text/html"})
    assert answer.status_code == 303
    target = httpx.URL(siege.address).join(answer.headers["location"])
    assert (target.host, target.scheme) == ("localhost", "http") and "set-cookie: a" not in str(
        answer.headers
    ).lower()
    raw = answer.headers["location"]
    assert raw.startswith("/") and not raw.startswith(("//", "/\\")) and "\\" not in raw
    shown = show(siege["stranger"], f"/sign-in?next={httpx.QueryParams({'n': wanted})}")
    assert shown.status_code == 200 and 'href="javascript' not in shown.text and 'href="//' not in shown.text


def test_only_its_own_names_are_answered_and_none_is_believed(siege: Siege) -> None:
    stranger = siege["stranger"].http
    for host in (
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "",
        "localhost@evil.example",
        "127.0.0.1.evil.example",
    ):
        assert stranger.get("/", headers={"Host": host}).status_code in (400, 421), host
    assert not known_host(Settings(public_url="https://mou.example.gov"), "mou.example.gov.evil.example")
    shown = stranger.get(
        "/feed.atom", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )
    assert "evil.example" not in shown.text + str(shown.headers)
    away = stranger.get("/inbox", headers={"X-Forwarded-Host": "evil.example", "Accept": "text/html"})
    assert "evil.example" not in away.headers["location"]


def test_forwarded_addresses_count_only_from_our_own_proxies(siege: Siege) -> None:
    alone, behind = Settings(), Settings(trusted_proxies="10.0.0.0/8")
    assert client_address(alone, "203.0.113.9", "1.2.3.4") == "203.0.113.9"
    assert client_address(behind, "203.0.113.9", "1.2.3.4") == "203.0.113.9"
    assert client_address(behind, "10.0.0.1", "1.2.3.4, 198.51.100.7") == "198.51.100.7"
    assert client_address(behind, "10.0.0.1", "1.2.3.4, x") in ("10.0.0.1", "1.2.3.4")
    assert not is_near("127.0.0.1", {"x-forwarded-for": "1.2.3.4"})
    for path in ("/metrics", "/mailbox"):
        answer = siege["stranger"].http.get(path, headers={"X-Forwarded-For": "127.0.0.1"})
        assert answer.status_code in (403, 404), path


def test_known_and_unknown_addresses_get_the_same_answer(siege: Siege) -> None:
    """Same status, same bytes, same headers; and no clock tells them apart."""
    said, took = {}, {True: [], False: []}
    for n in range(8):
        for known in (True, False):
            email = siege["chief"].email if known else f"nobody{n}@example.org"
            began = time.perf_counter()
            answer = siege["stranger"].http.post("/api/v1/sign-in", json={"email": email})
            took[known].append(time.perf_counter() - began)
            said[known] = (answer.status_code, answer.content, set(answer.headers))
    assert said[True] == said[False]
    medians = {known: sorted(times)[4] for known, times in took.items()}
    print(f"known {medians[True] * 1000:.1f} ms, unknown {medians[False] * 1000:.1f} ms")
    page = [
        siege["stranger"].http.post("/sign-in", data={"email": email})
        for email in (siege["officer"].email, "no@example.org")
    ]
    assert (
        page[0].status_code == page[1].status_code == 303
        and page[0].headers["location"] == page[1].headers["location"]
    )


def test_links_are_asked_for_ten_times_a_quarter_and_no_header_changes_that(siege: Siege) -> None:
    before = siege.record()
    answers = [
        siege["stranger"].http.post(
            "/api/v1/sign-in", json={"email": f" Throttled{'' if n % 2 else ' '}@Example.ORG".replace(" @", "@")},
            headers={"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"},
        )
        for n in range(14)
    ]  # fmt: skip
    assert [one.status_code for one in answers[:10]] == [201] * 10
    assert [one.status_code for one in answers[10:]] == [429] * 4
    assert (
        0 < int(answers[-1].headers["retry-after"]) <= 900 and "Try again in" in answers[-1].json()["detail"]
    )
    assert (
        siege["stranger"].http.post("/api/v1/sign-in", json={"email": "another@example.org"}).status_code
        == 201
    )
    assert siege.record() == before
