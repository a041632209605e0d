"""What was said, committed to: the event of a comment holds a salted hash of its words (docs/format.md, section 6).

Nobody changes the words unseen by `log check`. Whoever erases them by law erases the salt with them: what stays in the event
tells nobody what they were.
"""

from workflow.evidence.canonical import b64u, lp, sha256

SAID = b"sro-mou/said/v1\0"


def said_hash(salt: bytes, comment: str, words: str) -> str:
    """The hash of one comment's words, base64url. `salt`: 32 bytes kept with the words; `comment`: its id."""
    return b64u(sha256(SAID, salt, lp(comment.encode()), lp(words.encode("utf-8", "surrogatepass"))))
