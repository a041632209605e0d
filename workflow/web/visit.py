"""One request, reduced to what the edge needs. Nothing here touches the database or the network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address, ip_network
from typing import Any

from workflow.adapters.doors import Door
from workflow.adapters.settings import Settings
from workflow.web.binding import Plan

RELAYED = frozenset({"forwarded", "via", "x-real-ip"})
"""Besides all that begin with X-Forwarded: what proxies write into a request that somebody else made."""


@dataclass(frozen=True)
class Opening:
    """A door, how its arguments are found, and whether it is opened as a page or as its JSON twin."""

    door: Door
    plan: Plan
    api: bool = False


@dataclass(frozen=True)
class Visit:
    """`path` is the path as asked, `query` every value of every name, `address` the visitor's own.

    `near`: the machine asks itself, and no proxy speaks for anybody else.
    """

    now: datetime
    method: str = "GET"
    path: str = "/"
    raw_query: str = ""
    path_values: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None
    body: bytes = b""
    address: str = ""
    near: bool = False
    request_id: str = ""
    opening: Opening | None = None

    @property
    def api(self) -> bool:
        """Whether the answer is for a program: by address first, else by what the program says it reads."""
        if self.path.startswith("/api/"):
            return True
        accept = self.headers.get("accept", "")
        return "json" in accept and "html" not in accept

    @property
    def here(self) -> str:
        """Path and query, to come back to after signing in."""
        return f"{self.path}?{self.raw_query}" if self.raw_query else self.path


def cookie_value(header: str, name: str) -> str | None:
    """A cookie's value, or None for a header nobody can read."""
    if name not in header:
        return None
    try:
        jar = SimpleCookie(header)
    except CookieError:
        return None
    return jar[name].value if name in jar else None


def client_address(settings: Settings, peer: str, forwarded: str) -> str:
    """Whose address it is. `X-Forwarded-For` counts only as far back as our own proxies wrote it: read from the
    right, the first address that is not a trusted proxy is the visitor; what stands left of it anybody can invent.
    """
    trusted = [
        ip_network(one.strip(), strict=False) for one in settings.trusted_proxies.split(",") if one.strip()
    ]
    chain = [one.strip() for one in forwarded.split(",") if one.strip()] + [peer]
    for hop in reversed(chain):
        try:
            address = ip_address(hop)
        except ValueError:
            return peer
        if not any(address in network for network in trusted):
            return str(address)
    return chain[0]


def is_near(peer: str, headers: Mapping[str, str]) -> bool:
    """Whether the request was made on this very machine. A name in the Host header says nothing about that."""
    if any(name in RELAYED or name.startswith("x-forwarded") for name in headers):
        return False
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False
