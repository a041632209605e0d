"""The signing page's script: beside Python for every hash and refusal, and before a page on which somebody signs."""

from collections.abc import Iterator
from typing import Any

from tests.scripts import decisions, scenes, terms
from tests.scripts.case import Case, call
from tests.scripts.texts import EXHIBIT, SALTS, clauses, opened
from tests.scripts.values import plain, told
from workflow.evidence import canonical, clause_tree, manifest, merkle
from workflow.evidence.canonical import b64u, dumps, sha256
from workflow.evidence.clause_tree import Clause
from workflow.evidence.correction import differences
from workflow.evidence.envelope import challenge
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.statement_table import INTENT, MEDIA


def of(name: str, given: list[list[Any]], expected: list[Any], title: str = "") -> Case:
    return call("signing", name, given, expected, f"signing: {title or name}")


def octets(data: bytes) -> dict[str, str]:
    return {"bytes": plain(data)}


def pieces() -> Iterator[Case]:
    """Bytes, hashes and trees."""
    numbers = [0, 1, 255, 256, 65536, 2**24, 2**31, 2**32 - 1]
    yield of("u32", [[one] for one in numbers], [plain(canonical.u32(one)) for one in numbers])
    large = [*numbers, 2**32, 2**33 + 5, 2**53 - 1]
    yield of("u64", [[one] for one in large], [plain(canonical.u64(one)) for one in large])
    blobs = [bytes(range(n)) for n in (0, 1, 2, 3, 32, 255)] + [b"\xff\xfe\xfb\xef\xbe"]
    yield of("lp", [[octets(one)] for one in blobs], [plain(canonical.lp(one)) for one in blobs])
    yield of("toB64u", [[octets(one)] for one in blobs], [b64u(one) for one in blobs])
    spelled = [b64u(one) for one in blobs]
    yield of("fromB64u", [[one] for one in spelled], [plain(one) for one in blobs])
    odd = ["QR", "AA==", "A+A/", "AAE=", "A A"]
    refused = "thrown: Error This is not base64url."
    yield of("fromB64u", [[one] for one in odd], [refused] * len(odd), "odd base64url")
    yield of("join", [[octets(b"a"), octets(b"bc"), octets(b"")], []], [plain(b"abc"), plain(b"")])
    yield of("sha256", [[octets(b"a"), octets(b"bc")]], [plain(sha256(b"abc"))])
    yield of("bytesOf", [["é𝔘"]], [plain("é𝔘".encode())])
    leaves = [bytes([n]) for n in range(17)]
    yield of("treeHash", [[[octets(one) for one in leaves[:n]]] for n in range(1, 18)], [plain(merkle.tree_hash(leaves[:n])) for n in range(1, 18)])  # fmt: skip
    values = [
        {"b": [1, True, 'é\u2028"\\/\u007f\n𝔘'], "a": {"z": "", "A": 2**53 - 1, "_": -1}},
        [],
        {},
        "x",
        False,
    ]
    yield of("canonical", [[one] for one in values], [dumps(one).decode() for one in values])
    whole, nothing = (
        "thrown: Error Only whole numbers can be signed.",
        "thrown: Error Nothing cannot be signed.",
    )
    yield of("canonical", [[1.5], [2**53], [None], [{"a": None}], []], [whole, whole, nothing, nothing, nothing], "no canonical form")  # fmt: skip
    heads = [{"title": "A – B", "edition": 1}, {}]
    yield of("headOf", [[one] for one in heads], [manifest.head(one) for one in heads])
    said = ["{}", '{"name":"Zoë"}']
    given = [(MEDIA[act], one) for act in ("approval", "decline") for one in said]
    yield of("challengeOf", [[kind, octets(one.encode())] for kind, one in given], [plain(challenge(kind, one.encode())) for kind, one in given])  # fmt: skip
    ids = [bytes(range(n, n + 32)) for n in range(0, 225, 12)]
    yield of("fingerprint", [[b64u(one)] for one in ids], [fingerprint(one) for one in ids])
    for count, files in ((1, ()), (2, ()), (3, (EXHIBIT,)), (7, (EXHIBIT,))):
        both = opened(count, files)
        root = clause_tree.seal(clauses(count), list(files), SALTS[: count + len(files)]).text_root
        yield of("textRoot", [list(both)], [b64u(root)], f"root of {count}")


SHOWN: tuple[tuple[str, str, bool], ...] = (
    ("a b", "a b", True), ("a b", "ab", True), ("a b", " a\n b\t", True), ("ab", "ba", False), ("ab", "a", False), ("a", "ab", False), ("", "", True), ("", "a", False), ("a", "", False),
    ("# Hours", "Hours", True), ("# Hours", "# Hours", True), ("#### Hours", "Hours", True), ("##### Hours", "Hours", False), ("#Hours", "Hours", False), ("# ", "", False), ("\t # Hours", "Hours", True), ("a # b", "a b", False), ("#  Hours", "Hours", True), ("x# Hours", "x Hours", False), ("# Hours # x", "Hours x", False), ("## # x", "# x", False), ("# # x", "x", False),
    ("- one", "one", True), ("-one", "one", False), ("  - one", "one", True), ("\t- one", "one", True), ("- ", "", False), ("- - one", "- one", False), ("- - one", "one", False), ("a - b", "a b", False), ("-  one", "one", True), ("x- one", "x one", False), ("-\tone", "one", True), ("#\tone", "one", True),
    ("|---|", "", True), ("|:-:|---|", "", False), ("|:---:|---|", "", True), ("| --- | :---: |", "", True), ("|--|", "", False), ("|---", "", False), ("---|", "", False), ("|---|x", "x", False), ("x|---|", "x", False), ("|----|", "", True), ("| :-- |", "", False), ("|\t---\t|", "", True), (" |---| ", "", True), ("|:---|---:|", "", True), ("|::---|", "", False), ("|---::|", "", False), ("||", "", True), ("|-x-|", "x", False), ("|---|---|---|", "", True), ("\t|---|\t", "", True),
    ("| a | b |", "a b", True), ("| a | b |", "| a | b |", True), ("| a | b", "a b", False), ("a | b |", "a b", False), (" | a | ", "a", True), ("\t| a |\t", "a", True), ("x | a |", "x a", False), ("| a | x", "a x", False), ("|a|", "a", True), ("| a-b |", "a b", False), ("| a | b |", "b a", False), ("|a|b|", "ab", True), ("| |", "", True), ("|", "", False), ("| a:b |", "ab", False),
    ("see [^1]", "see 1", True), ("see [^1]", "see [^1]", True), ("see [1]", "see 1", False), ("[^1]: note", "1 note", True), ("[^1]: note", "note", False), ("[^1]:note", "1 note", False), ("[^1]:note", "1:note", True), ("[^12345678]", "12345678", True), ("[^123456789]", "123456789", False), ("[^aZ9]", "aZ9", True), ("[^a-b]", "a-b", False), ("[^]", "", False), ("[^1]:\tn", "1 n", True), ("[^1] and [^2]", "1 and 2", True), ("x[^1]y", "x1y", True), ("[^1]: a [^2]: b", "1 a 2 b", True), ("[^1", "1", False), ("^1]", "1", False), ("[^é]", "é", False),
    ("**bold**", "bold", True), ("*soft*", "soft", True), ("***", "", False), ("***", "***", True), ("a * b", "a b", True), ("****x", "x", False), ("a***b", "ab", False), ("a*", "a", True), ("**a*", "a", True), ("*", "", True), ("a ** b * c", "a b c", True), ("***a***", "a", False), ("*a***", "a", False),
    ("7:30", "730", False), ("10-20", "1020", False), ("a\nb", "a b", True), ("# A\n- b\n| c |", "A b c", True), ("𝔘🏫", "𝔘🏫", True), ("𝔘", "🏫", False), ("𝔘", "\ud835", False), ("a\u00a0b", "ab", True), ("*a", "*a*", False), ("*a*", "a*", True), ("*a*b", "*ab", True), ("**", "*", True), ("-a", "-", False), ("a*", "a b", False), ("x", "*x", False), ("a|b", "ab", False),
)  # fmt: skip


def words() -> Iterator[Case]:
    """What counts as shown, and what is wrong with a statement."""
    some = [one for one in SHOWN if "\ud835" not in one[1]]
    yield of("isShown", [[text, shown] for text, shown, _ in some], [holds for *_, holds in some])
    wanted: dict[str, Any] = {"head": "H", "slot": "agency-1", "name": "Dana", "edition": 1}
    free = {"enrolment": "e", "expires": "x", "issued": "i", "key": "k", "nonce": "n", "party_state": "p"}
    given, expected = [], []
    for act in ("approval", "decline", "adoption", "correction"):
        good = wanted | free | {"intent": INTENT[act]}
        for change, wrong in CHANGED.items():
            said = {**good, **({change: "G"} if change in good and change not in free else {})}
            if change in free:
                said |= {change: ""}
            if change == "more":
                said["more"] = "1"
            if change == "less":
                del said["slot"]
            if change.endswith(" 1"):
                said[change[:-2]] = 1  # type: the member is there, and no text
            if change.endswith(" gone"):
                del said[change[:-5]]
            given.append([act, MEDIA[act], octets(dumps(said)), wanted])
            expected.append(wrong)
    good_text = dumps(wanted | free | {"intent": INTENT["approval"]})
    given += [["approval", MEDIA["decline"], octets(good_text), wanted], ["approval", "", octets(good_text), wanted], ["approval", "x" + MEDIA["approval"], octets(good_text), wanted]]  # fmt: skip
    expected += [
        [f"It is of another kind: {kind}."] for kind in (MEDIA["decline"], "", "x" + MEDIA["approval"])
    ]
    for loose in (b'{"head": "H"}', b'{"b":1,"a":1}'):
        given.append(["approval", MEDIA["approval"], octets(loose), wanted])
        expected.append(["It is not written in the one form that can be signed."])
    yield of("objections", given, expected)
    yield Case("signing: no text", of("objections", [["approval", MEDIA["approval"], octets(one), wanted] for one in (b"\xff", b"{")], []).asked, [False, False], told)  # fmt: skip


def _says(name: str) -> str:
    return f'It says something else about "{name}" than this page.'


CHANGED: dict[str, list[str]] = {
    "": [], **{name: [_says(name)] for name in ("head", "slot", "name", "edition", "intent", "more")}, "less": [_says("slot")],
    **{name: [f'It lacks "{name}".'] for name in ("enrolment", "expires", "issued", "key", "nonce", "party_state")},
    "nonce 1": ['It lacks "nonce".'], "nonce gone": ['It lacks "nonce".'], "edition gone": [_says("edition")],
}  # fmt: skip


def corrected() -> Iterator[Case]:
    """What a correction changed."""
    was, files = opened(4, (EXHIBIT,))
    mended = [*clauses(4)[:1], Clause("2", "- one\n- three", False), *clauses(4)[2:]]
    now, _ = clause_tree.opened(mended, [EXHIBIT], [SALTS[0], b"n" * 32, *SALTS[2:5]])
    root = b64u(clause_tree.seal(clauses(4), [EXHIBIT], SALTS[:5]).text_root)
    data = {"clauses": now, "attachments": files, "correction": {"manifest": {"text": {"text_root": root}}, "clauses": was}}  # fmt: skip
    other = data | {"correction": {**data["correction"], "clauses": now}}
    fewer = data | {"clauses": now[:3]}
    refused = "thrown: Error This page shows another text than the one that was adopted."
    yield of("differences", [[data], [other], [fewer]], [differences(was, now, files), refused, refused])


def cases() -> Iterator[Case]:
    """All of them."""
    for family in (pieces, words, corrected, terms.cases, scenes.cases, decisions.cases):
        yield from family()
