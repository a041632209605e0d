"""The addresses that machines ask."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.web.conftest import House
from workflow.history import alarms
from workflow.history.models import Event, Installation, Stream, Undispatched


def test_health_and_readiness(house: House) -> None:
    client = house.client()
    assert client.get("/healthz").json() == {"status": "ok"}
    state = client.get("/readyz")
    assert state.status_code == 200
    assert state.json()["checks"] == {"database": "ok", "migrations": "ok", "dispatcher": "ok"}


def test_what_an_operator_has_to_look_into_is_said_while_the_service_goes_on(
    build_house: Callable[..., House],
) -> None:
    house = build_house()
    assert house.client().get("/readyz").json()["degraded"] == {}
    with house.database.writing() as session:
        alarms.ring(session, "witness library.example", "two different logs", at=house.clock.now())
        here = {"deployment": "d", "rp_id": "localhost", "origin": "http://localhost", "log_origin": "l"}
        session.add(Installation(**here, begun=house.clock.now(), place="elsewhere"))
    state = house.client().get("/readyz")
    assert state.status_code == 200 and state.json()["ready"]
    assert "two different logs" in state.json()["degraded"]["witness library.example"]
    assert "This is a copy of the record" in state.json()["degraded"]["publishing"]


def test_a_missing_witness_is_a_notice_and_no_failure(build_house: Callable[..., House]) -> None:
    def told(**own: str) -> dict[str, str]:
        answer = build_house(**own).client().get("/readyz")
        assert answer.status_code == 200
        notices: dict[str, str] = answer.json()["notices"]
        return notices

    assert set(told(public_url="https://mou.example.gov")) == {"witness"}


def test_readiness_names_what_is_missing(build_house: Callable[..., House]) -> None:
    house = build_house(redis_url="redis://127.0.0.1:1/0")
    answer = house.client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"] == ["redis"]


def test_readiness_without_a_database_says_so_and_health_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise ConnectionError("refused")

    monkeypatch.setattr(house.database, "reading", gone)
    assert house.client().get("/readyz").json()["missing"] == ["database"]
    assert house.client().get("/healthz").status_code == 200


def test_readiness_and_figures_tell_how_long_events_wait(house: House) -> None:
    with house.database.writing() as session:
        session.add(Stream(id="service", length=1))
        session.flush()
        event = Event(stream="service", seq=1, kind="x:y", at=house.clock.now(), leaf=b"x")
        session.add(event)
        session.flush()
        session.add(Undispatched(event_id=event.id))
    house.clock.move(timedelta(seconds=300))
    answer = house.client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["oldest_undispatched_seconds"] == 300.0
    figures = house.client("127.0.0.1").get("/metrics").text
    assert "countersign_outbox_events 1.0" in figures
    assert "countersign_outbox_oldest_seconds 300.0" in figures


def test_figures_are_for_this_machine_or_for_the_bearer_of_the_token(
    build_house: Callable[..., House],
) -> None:
    house = build_house(metrics_token="let-me-see")
    near, far = house.client("127.0.0.1"), house.client("203.0.113.9")
    near.get("/notes")
    assert 'route="/notes",status="200"' in near.get("/metrics").text
    assert near.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    assert far.get("/metrics").status_code == 403
    assert far.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 403
    assert far.get("/metrics", headers={"authorization": "Bearer let-me-see"}).status_code == 200


def test_figures_and_logs_hold_no_address_that_could_be_a_secret(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    client = house.client("127.0.0.1")
    client.get("/files/very-secret-link?token=also-secret")
    assert "/files/{name}" in caplog.text
    assert "secret" not in "".join(r.message for r in caplog.records if r.name.startswith("countersign"))
    assert "secret" not in client.get("/metrics").text


def test_robots_are_shown_the_public_part(build_house: Callable[..., House]) -> None:
    text = (
        build_house(public_url="https://mou.example.gov")
        .client(base_url="https://mou.example.gov")
        .get("/robots.txt")
        .text
    )
    assert "Disallow: /api/" in text
    assert "Sitemap: https://mou.example.gov/sitemap.xml" in text
