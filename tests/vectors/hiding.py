"""Vectors about what is hidden from the public, released, withheld by order, private, and quoted."""

from typing import Any

from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.evidence.test_hiding import HIDDEN, NEXT
from tests.vectors.case import Cases, Made, bad, changed, good, out, unusable
from workflow.evidence import quote
from workflow.evidence.canonical import b64u, dumps, loads
from workflow.evidence.clause_tree import Attachment
from workflow.evidence.hiding import Hidden
from workflow.evidence.package import parse


def hidden() -> Cast:
    """Signed by both, then clause 2/1 hidden by the chief's word."""
    cast = factory.signed()
    cast.world.hide(cast.chief, HIDDEN)
    return cast


def cases() -> Cases:
    yield good("good-hidden", "a clause agreed to be redactable is hidden", out(hidden()))
    yield good("good-hidden-published", "the same as on the web", published(hidden()))
    yield good("good-released", "hidden, published, released with its salt, published again", released())
    yield good("good-private", "a party's own copy, which shows everything", out(hidden(), private=True))
    yield good("good-exhibit-hidden", "an exhibit is hidden, name and all", exhibit())
    yield good("good-quote", "one clause with the path of its leaf", quoted(out(factory.signed()), "3"))
    yield good("good-quote-beside", "a clause quoted from a package that hides another", quoted(out(hidden()), "2"))  # fmt: skip
    yield bad("withheld", "a clause nobody agreed to hide is withheld by a court", "text.withheld", withheld())  # fmt: skip
    yield from _texts()
    yield from _acts()
    yield from _quotations()


def published(cast: Cast) -> Made:
    return cast.world.publish(cast.world.package()), cast.world.policy()


def released() -> Made:
    cast = hidden()
    published(cast)
    cast.world.release(cast.superintendent, "2/1")
    return published(cast)


def withheld() -> Made:
    cast = factory.signed()
    cast.world.withhold(cast.superintendent, "2")
    return out(cast)


def exhibit() -> Made:
    """Exhibit A is hidden; only its number is left."""
    file = Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32, redactable=True)
    cast = factory.signed(factory.frozen(attachments=[file]))
    cast.world.hide(cast.chief, Hidden("attachment 1", "Gov. Code 7922.000", NEXT))
    return out(cast)


def quoted(made: Made, path: str) -> Made:
    return quote.take(parse(made[0]), path), made[1]


def _texts() -> Cases:
    """The statements hold, and the package shows something else than they say."""
    made = out(hidden())

    def clause(change: Any) -> Made:
        return changed(made, lambda package: change(package["clauses"]))

    open_ = {
        "path": "2/1",
        "redactable": True,
        "salt": b64u(b"i" * 32),
        "text": "2.1 Records go to the police.",
    }
    yield bad("unhidden-invented", "the hidden clause opened with invented text", "text.root", clause(lambda c: c.__setitem__(2, open_)))  # fmt: skip
    yield bad(
        "hidden-dropped", "the hidden clause left out instead", "text.order", clause(lambda c: c.pop(2))
    )
    other = clause(lambda c: c[2].update(commitment=b64u(b"c" * 32)))
    yield bad("hidden-another", "another commitment in its place", "text.root", other)
    cast = hidden()
    shown = out(cast, hidden=())
    yield bad("hidden-shown", "shown though hidden, and not marked private", "text.private", shown)
    two = out(cast, withheld=("3",))
    yield bad("hidden-unsaid", "a second clause is hidden, and no statement says so", "text.hidden", two)
    yield unusable("hidden-not-redactable", "hidden, and not agreed to be redactable", "package.members", _closed())  # fmt: skip
    yield bad("redactable-later", "hidden under a bit that was not signed", "text.root", _closed(redactable=True))  # fmt: skip
    private = changed(made, lambda package: package.update(private=True))
    yield bad("private-hides", "marked private, and hides", "text.private", private)
    every = factory.frozen(clauses=[one for one in factory.CLAUSES if not one.redactable])
    plain = out(factory.signed(every), private=True)
    yield bad("private-for-nothing", "marked private, though anybody may see all", "text.private", plain)
    yield unusable("private-false", "marked as not private", "package.members", changed(made, lambda p: p.update(private=False)))  # fmt: skip
    yield bad("redaction-dropped", "the statement left out", "text.hidden", changed(made, lambda p: p["redactions"].clear()))  # fmt: skip


def _closed(**twists: Any) -> Made:
    """Clause 2, which nobody agreed to hide, is hidden all the same."""
    made, cast = out(hidden()), factory.signed()
    cast.world.withhold(cast.chief, "2")
    shut = parse(cast.world.package())["clauses"][1]
    del shut["withheld"]
    return changed(made, lambda package: package["clauses"].__setitem__(1, shut | twists))


def _acts() -> Cases:
    def played(code: str, name: str, about: str, *plays: Any, **twists: Any) -> Any:
        cast = factory.signed()
        for play in plays:
            play(cast)
        return bad(name, about, code, out(cast, **twists))

    yield played("redaction.part", "redacted-not-agreed", "hides what nobody agreed to hide",
        lambda cast: cast.world.hide(cast.chief, Hidden("2", "Gov. Code 7922.000", NEXT)), hidden=())  # fmt: skip
    yield played("redaction.part", "redacted-nothing", "hides a clause that is not there",
        lambda cast: cast.world.hide(cast.chief, Hidden("9", "Gov. Code 7922.000", NEXT)))  # fmt: skip
    yield played("redaction.part", "redacted-twice", "names a clause twice",
        lambda cast: cast.world.hide(cast.chief, HIDDEN, HIDDEN))  # fmt: skip
    yield played("redaction.part", "released-shown", "releases what was not hidden",
        lambda cast: cast.world.release(cast.chief, "2/1"))  # fmt: skip
    yield played("redaction.people", "redacted-alone", "approved by who proposed it",
        lambda cast: cast.world.hide(cast.chief, HIDDEN, proposer=cast.chief.person))  # fmt: skip
    yield played("signer.office", "redacted-by-officer", "by somebody without such an office", _officer)
    yield played("statement.binding", "redacted-another", "about another text",
        lambda cast: cast.world.hide(cast.chief, HIDDEN, head=b64u(b"h" * 32)))  # fmt: skip
    yield played("signature.key", "redacted-other-key", "signed with somebody else's key",
        lambda cast: cast.world.hide(cast.chief, HIDDEN, key_used=cast.superintendent.key))  # fmt: skip
    yield played("statement.type", "release-as-redaction", "a release recorded as a redaction",
        lambda cast: cast.world.hide(cast.chief, HIDDEN, act="release"))  # fmt: skip
    yield played("chain.events", "signed-after", "a signature after the end",
        lambda cast: cast.world.hide(cast.chief, HIDDEN, event="signed"))  # fmt: skip
    yield played("chain.events", "removed", "the public copy was taken down",
        lambda cast: cast.world.hide(cast.chief, HIDDEN), lambda cast: cast.world.event("removed"))  # fmt: skip
    cast = hidden()
    published(cast)
    cast.world.release(cast.superintendent, "2/1")
    gap = changed(out(cast), lambda package: package["redactions"].pop(1))
    yield bad("redactions-gap", "the publication between two acts left out", "chain.link", gap)
    cast = hidden()
    cast.world.release(cast.superintendent, "2/1")
    cut = changed(out(cast), lambda package: package["redactions"].pop())
    yield bad("release-dropped", "shown, with the release left out", "text.private", cut)


def _officer(cast: Cast) -> None:
    officer = cast.world.enrol(cast.agency, "Gil Gray", "sergeant", "Sergeant")
    cast.world.wait(hours=80)
    cast.world.hide(officer, HIDDEN)


def _quotations() -> Cases:
    made = quoted(out(factory.signed()), "3")
    word = changed(made, lambda q: q["clause"].update(text=q["clause"]["text"].replace("Twelve", "Ninety")))
    yield bad("quote-word", "one word of the quoted clause", "text.root", word)
    other = quoted(out(factory.signed()), "3")
    yield bad("quote-other-edition", "a clause of another edition", "text.root", (_as(made[0], other[0]), made[1]))  # fmt: skip
    yield bad("quote-place", "under another number", "text.root", changed(made, lambda q: q.update(index=2)))
    yield bad("quote-beyond", "a number that the text has not", "text.order", changed(made, lambda q: q.update(index=4)))  # fmt: skip
    yield unusable("quote-closed", "a hidden clause quoted", "package.members", changed(made, _close))
    unsigned = changed(made, lambda q: q["edition_chain"].pop(3))
    yield bad("quote-unsigned", "a signature left out", "chain.link", unsigned)


def _as(quotation: bytes, other: bytes) -> bytes:
    own, theirs = loads(quotation), loads(other)
    return dumps(own | {name: theirs[name] for name in ("clause", "index", "proof")})


def _close(quotation: dict[str, Any]) -> None:
    quotation["clause"] = {"commitment": b64u(b"c" * 32), "path": "3", "redactable": True}
