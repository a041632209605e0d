"""One person of the demo, at the service's own HTTP interface: a cookie, a passkey to sign in, keys to sign with.

Nothing here reaches past HTTP. The keys are software keys, and say so in the record they leave.
"""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx

from workflow.adapters.authenticator import asserted, registered
from workflow.evidence.software_key import SoftwareKey

trust: Callable[[], SSLContext] = cache(httpx.create_ssl_context)
"""Whom to trust is read from disk once, not once a person."""


class Unexpected(Exception):
    """The service answered otherwise than the story needs. Its words are in the message."""


@dataclass
class Visitor:
    """A browser of one person. `rp_id` and `address` are the service's."""

    address: str
    name: str = ""
    email: str = ""
    person: str = ""
    http: httpx.Client = field(init=False, repr=False)
    keys: dict[str, SoftwareKey] = field(default_factory=dict, repr=False)
    """The sign-in key under "", signing keys under their appointment."""

    def __post_init__(self) -> None:
        headers = {"Accept": "application/json", "Origin": self.address, "Sec-Fetch-Site": "same-origin"}
        # The service closes an idle connection after five seconds. Who would use it at just that moment would be cut off, so we close it first.
        short = httpx.Limits(keepalive_expiry=2)
        self.http = httpx.Client(
            base_url=self.address, headers=headers, timeout=60, verify=trust(), limits=short
        )

    def close(self) -> None:
        self.http.close()

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """The value of a page. Raises Unexpected for anything but success."""
        return self._value(self.http.get(f"/api/v1{path}", params=query))

    def post(self, path: str, **form: Any) -> dict[str, Any]:
        """Perform an act. Raises Unexpected with the service's reason."""
        once = {"Idempotency-Key": secrets.token_hex(16)}
        return self._value(self.http.post(f"/api/v1{path}", json=form, headers=once))

    def send_file(self, page: str, action: str, field: str, file: str, content: bytes, /, **form: Any) -> str:
        """A form with a file, sent as the page's own form would be. Returns where the service sends us next."""
        shown = self.http.get(page, headers={"Accept": "text/html"}).text
        hidden = dict(re.findall(r'<input type="hidden" name="(csrf|once)" value="([^"]*)"', shown))
        answer = self.http.post(
            action, data={**hidden, **form}, files={field: (file, content)}, headers={"Accept": "text/html"}
        )
        if answer.status_code != 303:
            words = re.findall(
                r'<div class="errors".*?</div>|<p class="lead">.*?</p>', answer.text, re.DOTALL
            )
            raise Unexpected(f"{action}: {answer.status_code} {re.sub(r'<[^>]+>', ' ', ' '.join(words))}")
        return answer.headers["location"]

    def sign_in(self) -> None:
        """With the passkey for signing in; a session does not last for ever."""
        self.http.cookies.clear()
        self.ceremony("/sign-in/passkey/options", self.keys[""])

    def bytes_of(self, path: str) -> bytes:
        """A file, as anybody would download it."""
        answer = self.http.get(path)
        if answer.status_code != 200:
            raise Unexpected(f"{path} answered {answer.status_code}.")
        return answer.content

    def ceremony(self, path: str, key: SoftwareKey, **form: Any) -> dict[str, Any]:
        """Ask for a sheet, read it, and answer with a passkey: made or used, as the sheet says."""
        sheet = self.post(path, **form)
        return self.post(sheet["action"], **self.answered(sheet, key))

    def answered(self, sheet: dict[str, Any], key: SoftwareKey, **more: Any) -> dict[str, Any]:
        """The form that a sheet's ceremony ends with."""
        options = sheet["options"]
        if sheet["ceremony"] == "create":
            made = registered(key, options, self.address)
        else:
            made = asserted(key, options, self.address, self.person)
        return {"credential": json.dumps(made), **more}

    def _value(self, answer: httpx.Response) -> dict[str, Any]:
        if answer.is_success:
            value: dict[str, Any] = answer.json() if answer.content else {}
            return value
        try:
            said = answer.json()
        except ValueError:
            raise Unexpected(f"{answer.request.url.path} answered {answer.status_code}.") from None
        issues = " ".join(issue.get("words", "") for issue in said.get("issues", []))
        words = f"{said.get('detail', '')} {issues}".strip()
        raise Unexpected(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {words}")
