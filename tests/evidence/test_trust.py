"""What is believed where no policy came by another way: nobody is refused for being unknown, and nobody is vouched for."""

import pytest

from workflow.evidence.trust import NoPolicy


@pytest.mark.parametrize(
    ("origin", "inside"),
    [
        ("https://mou.example.org", True),
        ("https://sign.mou.example.org:8443", True),
        ("http://mou.example.org", False),
        ("https://example.org", False),
        ("https://evilmou.example.org", False),
        ("https://mou.example.org/", False),
        ("https://mou.example.org@evil.example", False),
        (7, False),
    ],
)
def test_without_a_policy_an_origin_stands_at_or_beneath_the_rp_id(origin, inside):
    nobody = NoPolicy("key")
    assert (origin in nobody.origins("mou.example.org", "")) is inside
    assert nobody.knows_party("x") and nobody.admits("software") and nobody.log_keys() == ("key",)


def test_localhost_needs_no_https():
    assert "http://localhost:8000" in NoPolicy("key").origins("localhost", "")


def test_without_a_policy_nobody_is_asked_for_and_nobody_vouched_for():
    nobody = NoPolicy("key", "beside")
    assert nobody.witnesses() is None and nobody.time_authorities() == ()
    assert nobody.keys_beside() == ("beside",) and NoPolicy("key").keys_beside() == ()
    assert nobody.signs("any", 7) and not nobody.asks_beside(7)
    assert nobody.publishes("any", 7) and not nobody.asks_publisher(7)
