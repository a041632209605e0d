"""A time authority outside the operator, asked over HTTP (RFC 3161, section 3.4).

What it answers is held against what was asked, and kept in the one form that a package may carry (docs/format.md, section
5): certificates and attributes that nothing binds are left out here, before anybody else sees the token.
"""

import secrets
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
from asn1crypto import cms, core, tsp
from cryptography import x509

from workflow.adapters.settings import Settings
from workflow.core.errors import Refused, Unready
from workflow.evidence import time_token
from workflow.evidence.errors import Bad

PATIENCE_SECONDS = 10.0
MOST_BYTES = 100_000
GRANTED = ("granted", "granted_with_mods")


class TimeAuthorityFault(Exception):
    """The authority did not answer, or not with a token over what was asked. The message says which, for the record."""


def authorities(settings: Settings) -> list[x509.Certificate]:
    """The configured authority's certificate, or its issuer's. Our own time key never stands here: that would be our own word.

    Raises Unready, naming the setting, for a file that holds none.
    """
    path = settings.time_authority_certificate
    if path is None:
        return []
    try:
        return [x509.load_pem_x509_certificate(path.read_bytes())]
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    except ValueError:
        why = "does not hold a certificate (PEM)"
    raise Unready(
        f"COUNTERSIGN_TIME_AUTHORITY_CERTIFICATE: {path} {why}.", "Name the authority's certificate."
    )


def check(settings: Settings) -> None:
    """At the start: whoever is asked has an address, and who is trusted a certificate. Raises Refused, naming the setting."""
    authorities(settings)
    url = settings.time_authority_url
    try:
        asked = urlsplit(url)
        usable = asked.scheme in ("http", "https") and bool(asked.hostname) and (asked.port or 1) > 0
    except ValueError:
        usable = False
    if url and not usable:
        raise Refused(
            f"COUNTERSIGN_TIME_AUTHORITY_URL is {url!r}, which is not an address of the web.",
            "Give it as http://host/path or https://host/path.",
        )


class Reply(core.Sequence):
    """TimeStampResp of RFC 3161, section 2.4.2: a refusal comes without a token."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class OutsideTimeAuthority:
    """The authority at one address."""

    def __init__(self, url: str, client: httpx.Client | None = None) -> None:
        self.url = url
        self.client = client or httpx.Client(timeout=PATIENCE_SECONDS)

    def token(self, digest: bytes, hashed: str = "sha256") -> bytes:
        """The token over a digest of this kind, in its one form. Raises TimeAuthorityFault."""
        nonce = secrets.randbits(63)
        request = tsp.TimeStampReq(
            {
                "version": "v1",
                "message_imprint": {"hash_algorithm": {"algorithm": hashed}, "hashed_message": digest},
                "nonce": nonce,
                "cert_req": True,
            }
        )
        info = self._granted(self._answer(request.dump()))
        try:
            said = info["content"]["encap_content_info"]["content"].parsed
            der = time_token.canonical(info)
            token = time_token.read(der, hashed)
        except (Bad, ValueError, TypeError, KeyError, IndexError) as fault:
            raise TimeAuthorityFault(f"its token cannot be kept: {fault}") from fault
        if token.imprint != digest or said["nonce"].native != nonce:
            raise TimeAuthorityFault("its token is about something else than was asked")
        return der

    def _answer(self, request: bytes) -> bytes:
        try:
            reply = self.client.post(
                self.url,
                content=request,
                headers={
                    "content-type": "application/timestamp-query",
                    "accept": "application/timestamp-reply",
                },
            )
            reply.raise_for_status()
        except httpx.HTTPError as fault:
            raise TimeAuthorityFault(f"it does not answer ({type(fault).__name__})") from fault
        if len(reply.content) > MOST_BYTES:
            raise TimeAuthorityFault("its answer is too large to be a token")
        return reply.content

    def _granted(self, answer: bytes) -> cms.ContentInfo:
        try:
            reply = Reply.load(answer, strict=True)
            status = reply["status"]["status"].native
            token = reply["time_stamp_token"]
        except (ValueError, TypeError) as fault:
            raise TimeAuthorityFault("its answer is not one of a time authority") from fault
        if status not in GRANTED:
            raise TimeAuthorityFault(f"it refused ({status})")
        if not isinstance(token, cms.ContentInfo):
            raise TimeAuthorityFault("it agreed, without a token")
        return token
