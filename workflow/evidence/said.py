"""What was said, committed to: the event of saying it holds a salted hash of the words (docs/format.md, section 6).

Nobody changes the words unseen by `log check`. Whoever erases them by law erases the salt with them: what stays in the event
tells nobody what they were.
"""

from workflow.evidence.canonical import b64u, lp, sha256

SAID = b"sro-mou/said/v1\0"


def said_hash(salt: bytes, key: str, *words: str) -> str:
    """The hash of what one row says, base64url. `salt`: 32 bytes kept with the words; `key`: the row's id."""
    return b64u(sha256(SAID, salt, *(lp(one.encode("utf-8", "surrogatepass")) for one in (key, *words))))
