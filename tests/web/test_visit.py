"""A request reduced to what the edge needs; what anybody can invent is not believed."""

from datetime import UTC, datetime

from workflow.adapters.settings import Settings
from workflow.web.visit import Visit, client_address, cookie_value, is_near


def test_an_invented_forwarding_header_changes_nobody_s_address() -> None:
    nobody, proxied = Settings(), Settings(trusted_proxies="10.0.0.0/8, 127.0.0.1")
    assert client_address(nobody, "203.0.113.9", "1.2.3.4") == "203.0.113.9"
    assert client_address(proxied, "203.0.113.9", "1.2.3.4") == "203.0.113.9"
    assert client_address(proxied, "127.0.0.1", "6.6.6.6, 203.0.113.9, 10.1.1.1") == "203.0.113.9"
    assert client_address(proxied, "10.1.1.1", "not an address") == "10.1.1.1"


def test_only_the_machine_itself_is_near() -> None:
    assert is_near("127.0.0.1", {})
    assert is_near("::1", {})
    for name in ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "forwarded"):
        assert not is_near("127.0.0.1", {"host": "localhost", name: "127.0.0.1"})
    assert not is_near("192.168.1.2", {})
    assert not is_near("", {})


def test_a_cookie_nobody_can_read_is_no_cookie() -> None:
    assert cookie_value("a=1; s=tok; b=2", "s") == "tok"
    assert cookie_value("", "s") is None
    assert cookie_value("s;;;=;", "s") is None


def test_a_program_is_known_by_address_or_by_what_it_reads() -> None:
    now = datetime.now(UTC)
    assert Visit(now, path="/api/v1/x").api
    assert Visit(now, path="/x", headers={"accept": "application/json"}).api
    assert not Visit(now, path="/x", headers={"accept": "text/html,application/json"}).api
    assert not Visit(now, path="/x").api
