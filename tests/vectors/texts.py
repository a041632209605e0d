"""Vectors about bytes and text: what is no package, and what is not the text that was signed."""

from typing import Any

from tests.evidence import factory
from tests.vectors.case import Cases, Made, bad, changed, out, unusable, with_policy
from tests.vectors.honest import adopted
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.clause_tree import clause_commitment


def cases() -> Cases:
    made = factory.good_package()
    yield from _files(made)
    yield from _clauses(made)
    exhibit = changed(adopted(), lambda p: p["attachments"][0].update(sha256=b64u(b"f" * 32)))
    yield bad("exhibit-exchanged", "the file behind Exhibit A is another", "text.root", exhibit)


def _files(made: Made) -> Cases:
    data, trust = made
    about = "is not JSON"
    yield unusable("empty", "an empty file " + about, "package.json", (b"", trust))
    yield unusable("cut-short", "the last byte is missing", "package.json", (data[:-1], trust))
    yield unusable("byte-order-mark", "UTF-8 with a mark", "package.json", (b"\xef\xbb\xbf" + data, trust))
    yield unusable("space", "one space after a comma", "package.json", (data.replace(b",", b", ", 1), trust))
    yield unusable("line-end", "a line feed at the end", "package.json", (data + b"\n", trust))
    first = data.index(b',"attachments"')
    twice = data[:first] + b',"adoptions":[]' + data[first:]
    yield unusable("member-twice", "a member written twice", "package.json", (twice, trust))
    escaped = data.replace(b"Springfield", b"\\u0053pringfield", 1)
    yield unusable("escaped", "a letter written as an escape", "package.json", (escaped, trust))
    exponent = data.replace(b'"edition":1,', b'"edition":1e0,', 1)
    yield unusable("exponent", "an integer written with an exponent", "package.json", (exponent, trust))
    yield unusable(
        "not-utf-8", "a byte that is not UTF-8", "package.json", (data.replace(b"S", b"\xff", 1), trust)
    )
    extra = changed(made, lambda p: p.update(note="hello"))
    yield unusable("member-unknown", "a member too many", "package.members", extra)
    missing = changed(made, lambda p: p.pop("redactions"))
    yield unusable("member-missing", "a member too few", "package.members", missing)
    reserved = changed(made, lambda p: p["paper"].append("scan"))
    yield unusable("reserved-filled", "something in a list of version 2", "package.members", reserved)
    yield unusable("spare-bits", "base64 with spare bits", "package.members", changed(made, _spare))
    null = changed(made, lambda p: p["manifest"].update(edition="1"))
    yield unusable("manifest-type", "the edition is text, not a number", "manifest.members", null)
    yield unusable("policy-not-json", "a policy that is not JSON", "policy.json", (data, b"policy"))
    yield unusable("policy-is-package", "a package in the policy's place", "policy.members", (data, data))


def _spare(package: dict[str, Any]) -> None:
    signature = package["edition_chain"][2]["envelope"]["signatures"][0]
    raw = signature["authenticator_data"]
    assert len(unb64u(raw)) == 37
    signature["authenticator_data"] = raw[:-1] + chr(ord(raw[-1]) + 1)


def _clauses(made: Made) -> Cases:
    def clause(name: str, about: str, code: str, change: Any) -> Any:
        return bad(name, about, code, changed(made, lambda package: change(package["clauses"])))

    def word(clauses: list[dict[str, Any]]) -> None:
        clauses[1]["text"] = clauses[1]["text"].replace("does not enforce", "enforces")

    def swap(clauses: list[dict[str, Any]]) -> None:
        first, second = clauses[0], clauses[1]
        clauses[:2] = [second | {"path": first["path"]}, first | {"path": second["path"]}]

    def hide(clauses: list[dict[str, Any]]) -> None:
        one = clauses[2]
        hidden = clause_commitment(unb64u(one["salt"]), 2, one["path"], one["text"])
        clauses[2] = {"commitment": b64u(hidden), "path": one["path"], "redactable": True}

    def invent(clauses: list[dict[str, Any]]) -> None:
        clauses[2] |= {"salt": b64u(b"i" * 32), "text": "2.1 Records go to the police."}

    def add(words: str) -> Any:
        return lambda clauses: clauses[0].update(text=clauses[0]["text"] + words)

    yield clause("word-changed", "does not enforce became enforces", "text.root", word)
    yield clause("clauses-swapped", "two clauses changed places, salts and all", "text.root", swap)
    yield clause("clause-dropped", "one clause is missing", "text.order", lambda c: c.pop(1))
    yield clause("clause-renumbered", "3 became 4", "text.root", lambda c: c[3].update(path="4"))
    yield clause("clauses-reversed", "the order is another", "text.order", lambda c: c.reverse())
    yield clause("redactable-set", "a clause may suddenly be hidden", "text.root", lambda c: c[0].update(redactable=True))  # fmt: skip
    yield clause("clause-hidden", "hidden, and nobody signed for it", "text.hidden", hide)
    yield clause("clause-invented", "opened with an invented text", "text.root", invent)
    yield clause("zero-width", "an invisible character", "text.characters", add(" and\u200b more"))
    yield clause("bidi", "a sign that reverses the direction", "text.characters", add(" \u202eton"))
    yield clause("not-nfc", "a letter and its accent apart", "text.characters", add(" cafe\u0301"))
    yield clause(
        "later-character",
        "a sign that Unicode took in after version 14",
        "text.characters",
        add(" \U0001fae8"),
    )
    yield clause("no-break-space", "a space that is not U+0020", "text.characters", add("\u00a0more"))


def policies() -> Cases:
    """A good package under the wrong trust."""
    made = out(factory.signed())
    other = factory.signed(factory.frozen(factory.ready(deployment="e0" * 10))).world
    yield bad("another-installation", "of another deployment id", "policy.deployment", (other.package(), made[1]))  # fmt: skip
    forged = out(factory.signed())
    yield bad("forged-deployment", "same id and names, other keys", "policy.party", (forged[0], made[1]))
    kinds = with_policy(made, key_kinds=["device-bound", "synced"])
    yield bad("software-keys", "the policy allows no software keys", "policy.key_kind", kinds)
    later = {"from": "2027-01-01T00:00:00Z", "origins": [factory.ORIGIN], "rp_id": factory.RP_ID, "until": ""}
    yield bad("origin-too-early", "the page is known only from 2027", "signature.origin", with_policy(made, relying_parties=[later]))  # fmt: skip
    script = with_policy(made, signing_scripts=["not a hash"])
    yield unusable("policy-script", "the hash of a script is no hash", "policy.members", script)
