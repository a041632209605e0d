"""A real Chromium with virtual passkeys.

Found in this order: COUNTERSIGN_TEST_CHROMIUM, a system browser, the browser tool's own earlier download,
`apt-get install chromium` (as root on Debian), the browser tool's download now; else the run fails with one line.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.rig.binaries import Missing, setting

HELP = (
    "The tests need Chromium: `apt-get install chromium`, or `.venv/bin/playwright install chromium`, "
    "or set COUNTERSIGN_TEST_CHROMIUM to one."
)
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium(*, install: bool = True) -> Path:
    """A Chromium on this machine; with `install`, one is fetched where there is none. Raises Missing."""
    if named := setting("CHROMIUM"):
        if not os.access(named, os.X_OK):
            raise Missing(HELP)
        return Path(named)
    if found := _installed():
        return found
    if install:
        for command in _ways_to_get_one():
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                subprocess.run(command, check=True, capture_output=True, timeout=600)
            if found := _installed():
                return found
    raise Missing(HELP)


def version(path: Path) -> str:
    """What the browser calls itself."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    return next((word for word in said.split() if word[0].isdigit()), "unknown")


def _installed() -> Path | None:
    for name in NAMES:
        if path := shutil.which(name):
            return Path(path)
    with sync_playwright() as tool:
        own = Path(tool.chromium.executable_path)
    return own if own.exists() else None


def _ways_to_get_one() -> Iterator[list[str]]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield ["apt-get", "update", "-q"]
        yield ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser, without its sandbox only where it cannot have one (as root)."""
    path = find_chromium()
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path, args=flags, headless=True)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """One person at one browser: an own context (cookies), a page, and a virtual authenticator for passkeys.

    `synced`: its passkeys may be on the person's other devices too. `ed25519`: it makes Ed25519 keys, and no other.
    """

    def __init__(
        self,
        browser: Browser,
        base_url: str = "",
        *,
        synced: bool = False,
        ed25519: bool = False,
        **options: Any,
    ) -> None:
        self.context: BrowserContext = browser.new_context(base_url=base_url or None, **options)
        self.synced = synced
        if ed25519:
            self.context.add_init_script(ONLY_ED25519)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self._cdp: CDPSession = self.context.new_cdp_session(self.page)
        self.authenticator = add_authenticator(self._cdp, synced=synced)

    def passkeys(self) -> list[dict[str, Any]]:
        """The credentials that this person's authenticator holds."""
        answer = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        return answer["credentials"]

    def add_passkey(self, credential_id: bytes, private: bytes, *, rp_id: str, user: str) -> None:
        """Put a key made elsewhere (PKCS#8, P-256) into this person's authenticator."""
        credential = {
            "credentialId": b64encode(credential_id).decode(), "privateKey": b64encode(private).decode(), "rpId": rp_id,
            "userHandle": b64encode(user.encode()).decode(), "isResidentCredential": True, "signCount": 0,
        }  # fmt: skip
        self._cdp.send(
            "WebAuthn.addCredential", {"authenticatorId": self.authenticator, "credential": credential}
        )

    def forget_passkeys(self) -> None:
        """As if the phone had been lost: a new, empty authenticator takes the old one's place."""
        self._cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.authenticator})
        self.authenticator = add_authenticator(self._cdp, synced=self.synced)

    def close(self) -> None:
        self.context.close()


ONLY_ED25519 = """
  const create = CredentialsContainer.prototype.create;
  CredentialsContainer.prototype.create = function (options) {
    const { publicKey } = options;
    const offered = publicKey.pubKeyCredParams.filter(one => one.alg === -8);
    return create.call(this, { ...options, publicKey: { ...publicKey, pubKeyCredParams: offered } });
  };
"""
"""An authenticator takes the first kind of key on the page's list that it can make; the virtual one can make them all."""


def add_authenticator(cdp: CDPSession, *, synced: bool = False) -> str:
    """A platform authenticator of CTAP 2.1 that keeps resident keys and always finds its user present and verified.

    Returns its id, which the browser's other WebAuthn commands ask for.
    """
    cdp.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "defaultBackupEligibility": synced,
        "defaultBackupState": synced,
    }
    return cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
