"""Every door times everybody, as a page and as an API call: what a person may not see is not found, and what a person
may not do leaves the record as it was. The cells come from the table of doors; who may what stands below.

No answer is ever a fault of ours (5xx), whatever the address says.
"""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.attacks.besieged import Siege, form_of, show
from workflow.adapters.doors import Door
from workflow.web.binding import plan
from workflow.web.rooms import all_doors

DOORS = [door for room in all_doors() for door in room.all]
OUTSIDE = ("outsider", "outside_officer", "other_guest")
DESK = {"director", "lieutenant", "district_counsel", "agency_counsel", "superintendent", "chief"}
CLERKS = {"district_registrar", "agency_registrar"}
RUN = DESK | CLERKS
REVIEWERS = RUN | {"principal", "officer", "district_second", "agency_second"}
MEMBERS = {"body_member", "body_second"}
BODY = {"body_admin", "body_clerk"} | MEMBERS
TAKES_PART = REVIEWERS | BODY | {"guest", "observer"}
EVERYBODY = sorted(TAKES_PART | set(OUTSIDE) | {"stranger"})
LOOK_AT_PAGES = {"stranger", "outsider", "other_guest", "guest", "principal", "director", "body_clerk"}
"""A page and its API call are one function; these see both, the others are asked through the API."""
KEEPERS = CLERKS | {"district_second", "agency_second", "body_clerk"}
SEATED = {"principal", "officer"}
MAY = {
    "edition:read": TAKES_PART, "edition:edit": RUN, "edition:circulate": RUN, "edition:comment": REVIEWERS | {"guest"},
    "edition:dispose": RUN, "edition:suggestion:accept": RUN, "edition:objection:escalate": RUN, "edition:objection:override": RUN, "edition:thread:withdraw": RUN | {"officer"}, "edition:thread:place": RUN | {"officer"}, "edition:decide": SEATED,
    "edition:stage:advance": RUN, "edition:guest:invite": RUN, "edition:freeze": RUN, "edition:reopen": RUN,
    "edition:withdraw": RUN, "edition:rereview": RUN, "edition:outcome": RUN, "edition:file": RUN,
    "edition:list:keep": RUN, "edition:acknowledge": set(), "edition:observer:keep": RUN, "edition:observer:ask": {"observer"}, "edition:note:read": MEMBERS | {"body_clerk"}, "edition:note:write": MEMBERS, "edition:note:carry": {"body_clerk"},
    "edition:window:run": RUN, "edition:window:moderate": RUN,
    "edition:public:propose": RUN, "edition:private:take": RUN, "edition:public:approve": {"chief", "superintendent"} | CLERKS,
    "edition:order:set": RUN, "edition:paper:allow": RUN, "edition:paper:file": {"agency_registrar", "agency_second"}, "edition:paper:attest": KEEPERS, "edition:paper:read": RUN | KEEPERS,
    "edition:delegate": RUN, "edition:correct": RUN, "edition:correction:answer": set(),
    "edition:adopt": set(), "edition:sign": {"chief", "superintendent"}, "edition:decline": {"chief", "superintendent"},
}  # fmt: skip
"""Who may do it on the edition under attack, as far as the table goes. The state of the edition may still say no."""
ABOUT_AN_EDITION = [door for door in DOORS if "{edition_id" in door.path or "{event_id" in door.path]
REFUSALS = {401, 403, 404, 409, 422}


def address(siege: Siege, door: Door, **other: str) -> str:
    """The door's path with the names of things that exist."""
    names = {
        "edition_id": siege.reviewed, "event_id": siege.signing_event, "key": siege.clause, "number": str(siege.threads["open"]), "span": "1...1",
        "name": "Exhibit A", "slot": "agency-1", "body": "body-1", "requirement": "61", "party_id": siege.parties["district"],
        "slug": "school-resource-officers", "edition": "1", "secret": "no-such-secret", **other,
    }  # fmt: skip
    return re.sub(r"\{(\w+):\w+\}", lambda found: names.get(found[1], "0" * 20), door.path)


def answers(
    siege: Siege, part: str, door: Door, path: str, **form: Any
) -> Iterator[tuple[str, httpx.Response]]:
    """What this person gets there: as an API call, and as a page where there is no API or this person looks at pages."""
    visitor = siege[part]
    as_page = part in LOOK_AT_PAGES or not door.api
    if door.method == "GET":
        if as_page:
            yield "page", show(visitor, path)
        if door.api:
            yield "api", visitor.http.get(f"/api/v1{path}")
        return
    if as_page:
        data = {**siege.tokens[part], **form}
        yield "page", visitor.http.post(path, data=data, headers={"Accept": "text/html"})
    if door.api:
        yield "api", visitor.http.post(f"/api/v1{path}", json=form)


@pytest.fixture(scope="module", autouse=True)
def tokens(siege: Siege) -> None:
    siege.tokens = {part: form_of(siege[part]) for part in siege.people}


def told(wrong: list[str], cells: int) -> None:
    print(f"{cells} cells")
    assert wrong == []


def test_who_takes_no_part_finds_nothing_at_any_door_of_an_edition(siege: Siege) -> None:
    """What is wrong with the form itself may be said first, if it is said of a thing that does not exist too."""
    before, wrong, cells = siege.record(), [], 0
    for door in ABOUT_AN_EDITION:
        path, nowhere = address(siege, door), address(siege, door, edition_id="c" * 20, event_id="c" * 20)
        for part in OUTSIDE:
            for kind, answer in answers(siege, part, door, path):
                cells += 1
                same = (
                    answer.status_code == 422
                    and dict(answers(siege, part, door, nowhere))[kind].status_code == 422
                )
                if answer.status_code != 404 and not same:
                    wrong.append(f"{part} {kind} {door.method} {door.path}: {answer.status_code}")
    assert siege.record() == before
    told(wrong, cells)


def test_what_is_not_found_reads_like_what_never_was(siege: Siege) -> None:
    path = f"/editions/{siege.reviewed}"
    for part in OUTSIDE:
        there, nowhere = (siege[part].http.get(f"/api/v1{one}") for one in (path, "/editions/" + "a" * 20))
        assert {k: v for k, v in there.json().items() if k != "instance"} == {
            k: v for k, v in nowhere.json().items() if k != "instance"
        }
        assert set(there.headers) == set(nowhere.headers)


def test_strangers_are_sent_to_sign_in_and_learn_nothing_of_what_exists(siege: Siege) -> None:
    before, wrong, cells = siege.record(), [], 0
    for door in ABOUT_AN_EDITION:
        for kind, answer in answers(siege, "stranger", door, address(siege, door)):
            cells += 1
            wanted = (303,) if (kind, door.method) == ("page", "GET") else (401, 403)
            if answer.status_code not in wanted:
                wrong.append(f"{kind} {door.method} {door.path}: {answer.status_code}")
        nothing = address(siege, door, edition_id="b" * 20, event_id="b" * 20)
        for (_, here), (_, there) in zip(
            answers(siege, "stranger", door, address(siege, door)),
            answers(siege, "stranger", door, nothing),
            strict=True,
        ):
            cells += 1
            if here.status_code != there.status_code:
                wrong.append(f"{door.method} {door.path} tells what exists")
    assert siege.record() == before
    told(wrong, cells)


def test_pages_open_to_exactly_those_who_may_read_them(siege: Siege) -> None:
    """200, or not found, or a reason: never a page for who may not, never a fault."""
    wrong, seen = [], Counter()
    for door in ABOUT_AN_EDITION:
        if door.method != "GET" or "{event_id" in door.path or "exhibits/{name" in door.path:
            continue
        path = address(siege, door)
        for part in sorted(TAKES_PART):
            for kind, answer in answers(siege, part, door, path):
                seen[answer.status_code] += 1
                if part not in MAY[door.act] and answer.status_code not in (403, 404):
                    wrong.append(f"{part} {kind} {door.path}: {answer.status_code}, and may not")
                if answer.status_code not in (200, 403, 404):
                    wrong.append(f"{part} {kind} {door.path}: {answer.status_code}")
                if (
                    part in RUN
                    and answer.status_code != 200
                    and not re.search(
                        "/(revisions|window/comments|unsent)/|/notes|/public-copy$|/private.json$", path
                    )
                ):
                    wrong.append(f"{part} {kind} {door.path}: {answer.status_code}, and runs it")
    print(dict(seen))
    told(wrong, sum(seen.values()))


def test_a_signing_event_is_for_the_parties_people(siege: Siege) -> None:
    path = f"/signing-events/{siege.signing_event}"
    for part in EVERYBODY:
        answer = siege[part].http.get(f"/api/v1{path}")
        wanted = 401 if part == "stranger" else 200 if part in REVIEWERS - {"principal"} else 404
        if part == "principal":
            wanted = answer.status_code if answer.status_code in (200, 404) else 0
        assert answer.status_code == wanted, part


def test_acts_by_those_who_may_not_are_refused_and_leave_no_trace(siege: Siege) -> None:
    """Forms filled in well, so that nothing but the table says no."""
    revision = siege["director"].get(f"/editions/{siege.reviewed}")["revision"]
    forms: dict[str, dict[str, Any]] = {
        "clauses": {"text": "Planted\n\nA planted clause."}, "clauses/{key:str}": {"text": "Planted", "base": str(revision["number"])},
        "placement": {"after": ""}, "threads": {"words": "Planted."}, "comments": {"words": "Planted."},
        "dispositions": {"value": "noted", "words": "Planted."}, "withdrawal": {}, "verdicts": {"value": "approve", "revision": revision["id"]},
        "guests": {"name": "Planted", "email": "planted@example.org"}, "outcomes": {"value": "affirm", "words": "Planted."},
        "window": {"notice": "Planted.", "closes": "2099-01-01T00:00"}, "moderation": {"act": "hide", "reason": "threat"},
        "answers": {"value": "noted"}, "cancellation": {"words": "Planted."}, "extension": {"closes": "2099-01-01T00:00"},
        "filings": {"filed": "2026-01-01", "filed_with": "Planted"}, "offers": {"decision": "approval", "place": "agency-1"},
    }  # fmt: skip
    before, wrong, cells = siege.record(), [], 0
    for door in ABOUT_AN_EDITION:
        if door.method != "POST" or door.path.endswith("/offers"):
            continue
        allowed = MAY[door.act]
        form = forms.get(door.path.rsplit("/", 1)[1]) or forms.get(
            door.path.removeprefix("/editions/{edition_id:str}/"), {}
        )
        path = address(siege, door)
        for part in sorted((TAKES_PART | {"stranger"}) - allowed):
            for kind, answer in answers(siege, part, door, path, **form):
                cells += 1
                if answer.status_code not in REFUSALS:
                    wrong.append(f"{part} {kind} {door.method} {door.path}: {answer.status_code}")
    assert siege.record() == before
    told(wrong, cells)


def test_only_who_signs_for_a_place_is_offered_its_statement(siege: Siege) -> None:
    path = f"/api/v1/signing-events/{siege.signing_event}/offers"
    before = siege.record()
    places = {
        part: siege[part].get(f"/signing-events/{siege.signing_event}")["mine"]["place"]
        for part in ("chief", "superintendent")
    }
    for part in EVERYBODY:
        for owner, place in places.items():
            for decision in ("approval", "decline", "adoption", "no-such"):
                answer = siege[part].http.post(
                    path, json={"decision": decision, "place": place, "reason": "Planted."}
                )
                if part == owner and decision in ("approval", "decline"):
                    continue
                assert answer.status_code in REFUSALS, (part, owner, decision, answer.status_code)
    assert siege.record() == before


def test_ids_of_another_agreement_do_not_open_this_one(siege: Siege) -> None:
    """An outsider's own rights, with somebody else's number behind them; and an insider reaching sideways."""
    before = siege.record()
    foreign_revision = siege["outsider"].get(f"/editions/{siege.foreign}")["revision"]["id"]
    here, there = f"/api/v1/editions/{siege.reviewed}", f"/api/v1/editions/{siege.foreign}"
    here_only = [
        number for number in siege.threads.values() if not siege.has_thread("outsider", siege.foreign, number)
    ]
    internal = max(here_only, default=max(siege.threads.values()) + 1000)  # numbers are each edition's own
    clause = siege["director"].get(f"/editions/{siege.reviewed}")["clauses"][0]["key"]
    below_the_district = {
        "kind": "school", "legal_name": "A school of nobody's", "timezone": "America/New_York", "parent_id": siege.parties["district"],
    }  # fmt: skip
    tries = [
        ("outsider", "GET", f"{there}/threads/{internal}", {}),
        ("outsider", "POST", f"{there}/threads/{internal}/comments", {"words": "Planted."}),
        ("outsider", "POST", f"{there}/threads/1/dispositions", {"value": "duplicate", "duplicate_of": str(internal)}),
        ("outsider", "POST", f"{there}/threads", {"words": "Planted.", "clause": clause}),
        ("outsider", "GET", f"{there}/clauses/{clause}/edit", {}),
        ("outsider", "POST", f"{there}/clauses/{clause}", {"text": "Planted", "base": "1"}),
        ("outsider", "POST", f"{there}/verdicts", {"value": "approve", "revision": "1" * 20}),
        ("principal", "POST", f"{here}/verdicts", {"value": "approve", "revision": foreign_revision}),
        ("principal", "POST", f"{here}/threads", {"words": "Planted.", "revision": foreign_revision}),
        ("chief", "GET", f"/api/v1/signing-events/{siege.reviewed}", {}),
        ("chief", "GET", f"/api/v1/editions/{siege.signing_event}", {}),
        ("outsider", "POST", f"/api/v1/parties/{siege.parties['district']}/people", {"name": "P", "email": "p@x.org", "office": "counsel"}),
        ("outsider", "POST", f"/api/v1/parties/{siege.parties['district']}/details", {"place": "Planted"}),
        ("outsider", "POST", f"/api/v1/parties/{siege.parties['district']}/founding", {"authority": "x", "resolution": "x", "contact": "x"}),
        ("outsider", "POST", "/api/v1/parties", below_the_district),
        ("outside_officer", "POST", "/api/v1/parties", below_the_district),
        ("lieutenant", "POST", "/api/v1/parties", below_the_district),
        ("body_admin", "POST", "/api/v1/parties", below_the_district),
        ("director", "POST", f"/api/v1/parties/{siege.parties['agency']}/people", {"name": "P", "email": "p@x.org", "office": "chief"}),
        ("director", "POST", f"/api/v1/parties/{siege.parties['body']}/details", {"place": "Planted"}),
    ]  # fmt: skip
    for part, method, path, form in tries:
        answer = siege[part].http.request(method, path, json=form if method == "POST" else None)
        assert answer.status_code in REFUSALS, (part, method, path, answer.status_code)
    assert siege.record() == before
    print(f"{len(tries)} crossings refused")


def test_appointments_keys_and_passkeys_of_others_stay_theirs(siege: Siege) -> None:
    before = siege.record()
    chief = siege["chief"].get("/account")
    theirs = {
        "appointment_id": siege.town.troupe.appointments["chief", "chief"],
        "passkey_id": chief["passkeys"][0]["id"], "key_id": chief["signing_keys"][0]["id"],
    }  # fmt: skip
    doors = [
        door
        for door in DOORS
        if door.method == "POST" and re.search(r"\{(appointment|passkey|key)_id", door.path)
    ]
    wrong, cells = [], 0
    for door in doors:
        for part in ("stranger", "outsider", "guest", "principal", "director", "body_clerk"):
            for kind, answer in answers(
                siege, part, door, address(siege, door, **theirs), reason="Planted", day="2026-01-01"
            ):
                cells += 1
                if answer.status_code not in REFUSALS:
                    wrong.append(f"{part} {kind} {door.path}: {answer.status_code}")
    assert siege.record() == before
    told(wrong, cells)


STRANGE = (
    "x", "..%2f..%2fetc%2fpasswd", "%00", "%ed%a0%80", "%F0%9F%8F%AB%E2%80%AE", "' OR 1=1 --", "{{7*7}}", "-1", "2147483648",
    "9" * 60, "9" * 5000, "%C2%B2", "999999...1", "%0d%0aX: y",
)  # fmt: skip


@pytest.mark.parametrize("part", ["director", "guest"])
def test_no_address_however_strange_is_a_fault(siege: Siege, part: str) -> None:
    before, wrong, cells = siege.record(), [], 0
    visitor = siege[part]
    for door in DOORS:
        for name in re.findall(r"\{(\w+):", door.path):
            for strange in STRANGE[cells % 3 :: 3]:
                path = address(siege, door, **{name: strange})
                api = "/api/v1" if door.api and cells % 2 else ""
                if door.method == "GET":
                    answer = visitor.http.get(api + path)
                else:
                    answer = visitor.http.post(
                        api + path, **({"json": {}} if api else {"data": siege.tokens[part]})
                    )
                cells += 1
                if answer.status_code >= 500:
                    wrong.append(f"{door.method} {path[:90]}: {answer.status_code}")
    assert siege.record() == before
    told(wrong, cells)


def test_no_query_however_strange_is_a_fault(siege: Siege) -> None:
    page, cells, wrong = f"/editions/{siege.reviewed}", 0, []
    asked = [
        ("/inbox", "page"), (f"{page}/comments", "after"), (f"{page}/comments", "state"), (f"{page}/history", "before"),
        (f"{page}/threads", "clause"), (f"{page}/clauses/new", "after"), ("/", "q"), ("/", "state"), ("/", "place"), ("/", "page"),
        ("/sign-in", "next"), ("/sign-in", "sent"), ("/account", "welcome"), ("/mailbox", "to"),
    ]  # fmt: skip
    for path, name in asked:
        for strange in STRANGE[cells % 2 :: 2]:
            for prefix in ("/api/v1",) if path == "/mailbox" or len(strange) < 9 else ("",):
                answer = siege["director"].http.get(f"{prefix}{path}?{name}={strange}")
                cells += 1
                if answer.status_code >= 500:
                    wrong.append(f"{path}?{name}={strange[:30]}: {answer.status_code}")
    told(wrong, cells)


def test_no_field_however_strange_is_a_fault(siege: Siege) -> None:
    """Every form field of every door, as the API takes it, from somebody who runs nothing there."""
    before, cells, wrong = siege.record(), 0, []
    values = ["\ud800", "\u202e\x00", "²", "9" * 5000, "x" * 20_000, ["a"], None, 1.5]
    for door in DOORS:
        form = plan(door).form
        if form is None or not door.api or door.act in ("demo:people", "session:begin", "service:begin"):
            continue
        part = "principal" if door.act == "edition:note:write" else "body_member"
        for each in dataclasses.fields(form):
            for value in values[cells % 2 :: 2]:
                body = json.dumps({each.name: value})
                answer = siege[part].http.post(
                    f"/api/v1{address(siege, door)}",
                    content=body,
                    headers={"Content-Type": "application/json"},
                )
                cells += 1
                if answer.status_code >= 500:
                    wrong.append(f"{door.path} {each.name}={str(value)[:20]!r}: {answer.status_code}")
    assert siege.record() == before
    told(wrong, cells)
