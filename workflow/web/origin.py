"""Which requests come from our own pages, and which names this service answers to.

A browser says with `Sec-Fetch-Site` or `Origin` where an unsafe request comes from; every current one does. Whoever
sends neither is no browser page, so there is nobody whose cookie could be borrowed without the form's token.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from workflow.adapters.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def public_host(settings: Settings) -> str:
    """Host and port of the public address, empty when there is none."""
    return urlsplit(settings.public_url).netloc.lower()


def is_secure(settings: Settings) -> bool:
    """Whether people reach the service over https, as far as its public address says."""
    return settings.public_url.startswith("https://")


def known_host(settings: Settings, host: str) -> bool:
    """Whether this is our public name, or the machine speaking to itself (health checks, the embedded default)."""
    host = host.lower()
    bare = host if host.endswith("]") else host.rsplit(":", 1)[0]
    return bare in LOOPBACK or (bool(host) and host == public_host(settings))


def same_origin(settings: Settings, headers: Mapping[str, str]) -> bool | None:
    """True: one of our pages, or the person's own doing. False: another site. None: the request does not say."""
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if not origin:
        return None
    parts = urlsplit(origin)
    if origin == settings.public_url.rstrip("/"):
        return True
    # Without an https address of our own the page was served over plain http from the host that was asked.
    return not is_secure(settings) and parts.scheme == "http" and parts.netloc == headers.get("host", "")
