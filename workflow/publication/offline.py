"""The savable verifier: one page that checks a package from a disk, without a network, without us (`/verify.html`).

Its parts lie in `templates/publication/offline/`; here they become one file. The scripts are inline, so the page carries a
content security policy that allows exactly these bytes by their hash and nothing else: no address, no other script. The
same policy goes with it over HTTP, in place of the one that every other page has (docs/adr).
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from workflow.adapters import templates
from workflow.evidence import assigned, fingerprint, lines, sentences

PAGE = "publication/offline/page.html"
SCRIPTS = (
    "bytes.js",
    "token.js",
    "tree.js",
    "shapes.js",
    "party.js",
    "hiding.js",
    "paper.js",
    "carrying.js",
    "publishing.js",
    "argument.js",
    "receipt.js",
    "page.js",
)


@dataclass(frozen=True)
class Saved:
    """The page, the policy it is served under, and its own fingerprint (SHA-256, hexadecimal) for who kept one."""

    content: bytes
    policy: str
    fingerprint: str


@lru_cache(maxsize=1)
def page() -> Saved:
    """The finished page: the same bytes in every installation of the same version."""
    script = "\n".join(['"use strict";', "{", tables(), *map(_part, SCRIPTS), "}"])
    style = _part("page.css")
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    parts = {
        "policy": policy,
        "style": f"<style>{style}</style>",
        "script": f"<script>{script}</script>",
    }
    text = _part("page.html")
    for name, part in parts.items():
        text = text.replace(f"[[{name}]]", part)
    content = text.encode()
    return Saved(content, f"{policy}; frame-ancestors 'none'", sha256(content).hexdigest())


def _part(name: str) -> str:
    return (templates.folder() / PAGE).with_name(name).read_text(encoding="utf-8")


def tables() -> str:
    """The sentences, the code points and the words of fingerprints as a script's constants; JSON is JavaScript, and no `<` may end the script."""
    words = sentences.FILE.read_text("utf-8").replace("<", "\\u003c")
    return "\n".join(
        [
            f"const WORDS = {words};",
            f"const LINES = {lines.FILE.read_text('ascii')};",
            f"const ASSIGNED = `{assigned.FILE.read_text('ascii')}`;",
            f'const TWELVE = "{" ".join(fingerprint.WORDS)}".split(" ");',
        ]
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
