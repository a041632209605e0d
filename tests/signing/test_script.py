"""signing.js against the Python code: the same bytes, the same hashes, and what counts as shown."""

import secrets

import pytest

from tests.house.tree import ROOT
from tests.signing.world import TEXT
from workflow.drafting import markup
from workflow.evidence import clause_tree, manifest
from workflow.evidence.canonical import b64u, dumps, sha256
from workflow.evidence.clause_tree import Attachment, Clause
from workflow.evidence.correction import differences
from workflow.evidence.envelope import challenge
from workflow.evidence.fingerprint import WORDS, fingerprint
from workflow.evidence.statement_table import INTENT, MEDIA

SCRIPT = ROOT / "workflow/web/static/signing.js"
HARD = (
    "# 5. Hours\n\nFrom 7:30 to 3:30, Monday - Friday; 5 * 3 = 15 and ***.",
    "- one\n  - two\n- three **bold**, *soft*, not* this *",
    "(a) First\n(b) Second\n\n1. One\n3. Three",
    "| A | B |\n|---|:-:|\n| x | [^1] |\n\n[^1]: A note: see 4.",
    '<script>alert(1)</script> &amp; [link](http://example.org) `code` #read("/etc")',
    "¿Qué? “Quotes” – dashes — and 𝔘nicode 🏫, naïve café",
    "####### not a heading\n#no heading\n-no bullet\n|no table|",
    "A line that ends with a colon:\n- 10-20 officers\n- [ ] no box",
)


@pytest.fixture
def script(browser_page):
    """A page of a secure origin with the script's functions as `s`; call it with an expression and an argument."""

    def serve(route):
        if route.request.url.endswith("signing.js"):
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><main></main>", content_type="text/html")

    browser_page.route("**/*", serve)
    browser_page.goto("http://localhost/")
    browser_page.evaluate("async () => { window.s = await import('/signing.js') }")
    return lambda expression, argument=None: browser_page.evaluate(f"async (given) => {expression}", argument)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 33])
def test_the_root_of_a_text_is_the_same(script, count):
    clauses = [Clause(str(n), f"{n}. {HARD[n % len(HARD)]}", n % 3 == 0) for n in range(1, count + 1)]
    files = (
        [Attachment("1", "Exhibit A.pdf", "application/pdf", 2**33 + 5, sha256(b"x"))] if count % 2 else []
    )
    sealed = clause_tree.seal(clauses, files)
    opened = clause_tree.opened(clauses, files, sealed.salts)
    assert script("s.textRoot(given[0], given[1])", list(opened)) == b64u(sealed.text_root)


def test_the_head_of_a_manifest_is_the_same(script):
    value = {
        "b": [1, True, 'é\u2028"\\/\u007f\n𝔘'],
        "a": {"z": "", "A": 9007199254740991, "_": -1},
        "title": "A – B",
    }
    assert script("s.canonical(given)", value).encode() == dumps(value)
    assert script("s.headOf(given)", value) == manifest.head(value)


@pytest.mark.parametrize("value", [1.5, None, 2**53])
def test_what_has_no_canonical_form_is_refused(script, value):
    with pytest.raises(Exception, match="signed"):
        script("s.canonical({a: given})", value)


def test_the_challenge_of_a_statement_is_the_same(script):
    said = dumps({"name": "Zoë", "nonce": b64u(secrets.token_bytes(32))})
    for act in ("approval", "decline", "adoption"):
        found = script(
            "s.challengeOf(given[0], s.bytesOf(given[1])).then(s.toB64u)", [MEDIA[act], said.decode()]
        )
        assert found == b64u(challenge(MEDIA[act], said))


def test_the_fingerprint_has_the_same_words(script):
    for head in [bytes(range(n, n + 32)) for n in range(0, 225, 16)]:
        assert script("s.fingerprint(given)", b64u(head)) == fingerprint(head)
    assert all(f"{word}\n" in SCRIPT.read_text() or f"{word} " in SCRIPT.read_text() for word in WORDS)


def statement(act="approval", **more):
    """What the service would offer, and what the page wants it to say."""
    wanted = {"head": "H", "slot": "agency-1", "name": "Dana", "rp_id": "localhost"}
    free = {"enrolment": "e", "expires": "x", "issued": "i", "key": "k", "nonce": "n", "party_state": "p"}
    return wanted | free | {"intent": INTENT[act]} | more, wanted


def judged(script, said, wanted, act="approval", media=None):
    given = [act, media or MEDIA[act], dumps(said).decode(), wanted]
    return script("s.objections(given[0], given[1], s.bytesOf(given[2]), given[3])", given)


@pytest.mark.parametrize("act", ["approval", "decline", "adoption"])
def test_a_statement_that_says_what_the_page_says_is_taken(script, act):
    assert judged(script, *statement(act), act) == []


@pytest.mark.parametrize(
    "more",
    [{"head": "G"}, {"slot": "district-2"}, {"extra": "1"}, {"intent": INTENT["decline"]}, {"nonce": ""}],
)
def test_a_statement_that_says_anything_else_is_refused(script, more):
    assert len(judged(script, *statement(**more))) == 1


def test_a_statement_of_another_kind_or_form_is_refused(script):
    said, wanted = statement()
    assert "another kind" in judged(script, said, wanted, media=MEDIA["decline"])[0]
    loose = '{"head": "H"}'
    found = script("s.objections('approval', given[0], s.bytesOf(given[1]), {})", [MEDIA["approval"], loose])
    assert "one form" in found[0]


def shown(script, text, html):
    return script(
        "{ document.querySelector('main').innerHTML = given[1]; return s.isShown(given[0], document.querySelector('main').innerText) }",
        [text, html],
    )


@pytest.mark.parametrize("text", [*TEXT, *HARD])
def test_what_the_page_makes_of_a_clause_counts_as_shown(script, text):
    assert shown(script, text, str(markup.html(markup.tree(text))))


@pytest.mark.parametrize(("text", "html"), [
    ("from 7:30 to 3:30", "<p>from 730 to 3:30</p>"),
    ("10-20 officers", "<p>1020 officers</p>"),
    ("a # b", "<p>a b</p>"),
    ("pay | share", "<p>pay share</p>"),
    ("see [1]", "<p>see 1</p>"),
    ("shall not search", "<p>shall <span hidden>not</span> search</p>"),
    ("shall search", "<p>shall not search</p>"),
    ("one two", "<p>two one</p>"),
    ("***", "<p></p>"),
    ("text", ""),
])  # fmt: skip
def test_a_character_that_is_missing_added_hidden_or_moved_is_noticed(script, text, html):
    assert not shown(script, text, html)


def test_it_finds_what_a_correction_changed_as_the_verifier_does(script):
    texts = [Clause(str(n), words) for n, words in enumerate(TEXT, start=1)]
    salts = [bytes([n]) * 32 for n in range(len(texts))]
    mended = [*texts[:1], Clause("2", TEXT[1].replace("3:30", "3:30 p.m.")), *texts[2:]]
    was, files = clause_tree.opened(texts, [], salts)
    now, _ = clause_tree.opened(mended, [], [salts[0], b"n" * 32, *salts[2:]])
    root = b64u(clause_tree.seal(texts, [], salts).text_root)
    data = {
        "clauses": now,
        "attachments": files,
        "correction": {"manifest": {"text": {"text_root": root}}, "clauses": was},
    }
    found = script("s.differences(given)", data)
    assert found == differences(was, now, files) and [one["part"] for one in found] == ["2"]
    other = data | {"correction": {**data["correction"], "clauses": now}}
    with pytest.raises(Exception, match="another text than the one that was adopted"):
        script("s.differences(given)", other)
