"""The small pieces of the verifier in the browser, each beside its twin in Python: bytes, patterns, characters, trees, notes, times."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.evidence import nobodys
from tests.scripts.case import Case, call
from tests.scripts.changes import spoiled
from tests.scripts.golden import MARK, code
from tests.scripts.shapes import parcels, refuses_not
from workflow.evidence import (
    canonical,
    clause_tree,
    fields,
    merkle,
    passkey,
    policy,
    text,
    tlog,
    trust,
)
from workflow.evidence.errors import Bad
from workflow.evidence.fields import pattern
from workflow.evidence.sentences import WORDS
from workflow.evidence.verdict import day_in_words

A = "A" * 43
RULES: dict[str, tuple[fields.Rule, tuple[str, ...]]] = {
    "id": (fields.ID, ("a", "Ab.9_:-", "-a", "é")),
    "code": (fields.CODE, ("a", "board_chair-2", "9", "Board")),
    "day": (fields.day, ("2026-05-12", "2024-02-29", "2023-02-29", "2100-02-29", "2000-02-29", "1900-01-01", "1899-12-31", "2999-12-31", "3000-01-01", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "26-05-12")),
    "time": (fields.moment, ("2026-05-12T17:00:00Z", "2026-05-12T23:59:59Z", "2026-05-12T24:00:00Z", "2026-05-12T19:60:00Z", "2026-05-12T09:09:60Z", "2026-05-12t17:00:00Z", "2026-02-30T10:00:00Z", "2026-05-12 17:00:00Z", "2026-05-12T17:00:00+00:00", "2026-05-12T29:00:00Z", "2026-05-12T00:00:00.0Z", "1026-05-12T00:00:00Z", "2026-05-12T17:00:0Z", "2026-05-12T17:0:00Z")),
    "host": (fields.HOST, ("a", "sro.example.org", "a-b", ".a", "a.", "a_b", "A")),
    "zone": (fields.ZONE, ("UTC", "America/Los_Angeles", "America/Argentina/Ushuaia", "a/b/c/d", "Etc/GMT+8", "9a", "a//b", "/a", "a/")),
    "origin": (trust.ORIGIN, ("https://a.org", "http://localhost:8080", "https://a:0", "https://a:65535", "https://a:123456", "ftp://a", "https://A", "https://", "https://a/", "xhttps://a", "https://a_b", "httpss://a")),
    "mediaName": (pattern(r"[a-z0-9.+-]{1,80}/[a-z0-9.+-]{1,80}", "x"), ("application/pdf", "a/b+c.d-e", "a", "a/", "/a", "A/b", "a/b/c", "a/B")),
    "vkey": (policy.VKEY, ("a", "~!", " ", "é")),
    "longVkey": (policy.BESIDE, ("a", "a" * 401, "a" * 401 + " ")),
    "note": (pattern(r"[^\x00-\x09\x0b-\x1f\x7f]{1,10000}", "x"), ("a\nb", "a\tb", "\x00", "\x0b", "\x1f", "\x7f", " ", "é", "𝔘" * 10_000, "𝔘" * 10_001)),
    "path": (fields.PATH, ("0", "4/2", "9999", "10000", "01", "4/02", "/".join("1" * 8), "/".join("1" * 9), "4//2", "/4", "4/", "1/12345", "a", "x1", "1x", "0/0", "00")),
    "part": (fields.PART, ("4/2", "attachment 1", "attachment ", "attachment  1", "attachments 1", "Attachment 1", "xattachment 1", "attachment attachment 1", "1attachment ")),
    "hash": (fields.HASH, (A, A[:-1] + "B", A[:-1] + "Q", "A" * 42, "A" * 44, A[:-1] + "=", A[:-1] + "+", A[:-1] + "/", A[:-2] + "-A", A[:-2] + "_A")),
    "bytes": (fields.BYTES, ("", "AA", "AB", "AAA", "AAE", "AAB", "AAAA", "A", "AA==", "A+A/", "A-A_", "AAAAA", "é", "A\nA", "AAA=", " AA", "QQ", "QR")),
    "words": (fields.words, ("a", "a\nb", "a\tb", "é", "e\u0301", "𝔘" * 20_000, "𝔘" * 20_001, " ", "\u00a0", "\u200b")),
    "line": (fields.line, ("a", "a\nb", "\n", "𝔘" * 500, "𝔘" * 501, "ﬁ", "\u2028")),
}  # fmt: skip
LENGTHS = (0, 1, 39, 40, 41, 63, 64, 65, 79, 80, 81, 252, 253, 254, 399, 400, 401, 402, 499, 500, 501, 2199, 2200, 2201, 9999, 10_000, 10_001, 19_999, 20_000, 20_001)  # fmt: skip
OTHERS: tuple[Any, ...] = (None, True, 1, [], {}, ["a"], [A])


def told(answers: list[Any]) -> list[Any]:
    """Whether each was answered, and not refused; all of it where it was refused in words that are not kept."""
    return [answered(one) for one in answers]


def answered(answer: Any) -> Any:
    """Of one answer."""
    if answer == "undefined" or str(answer).startswith("thrown") or code(answer) != answer:
        return False
    return answer if MARK in str(answer) else True


def judged(name: str, given: Sequence[Sequence[Any]], holds: list[bool], title: str = "") -> Case:
    """A function that answers or refuses."""
    return Case(title or name, call("verify", name, given, []).asked, holds, told)


def made(name: str, given: Sequence[Any], twin: Callable[[Any], Any], title: str = "") -> Case:
    """A function of one argument that gives what its twin gives; nothing where the twin refuses."""
    return call("verify", name, [[_sent(one)] for one in given], [_of(twin, one) for one in given], title)


def _sent(value: Any) -> Any:
    return {"bytes": plain(value)} if isinstance(value, bytes) else value


def _of(twin: Callable[[Any], Any], value: Any) -> Any:
    try:
        found = twin(value)
    except Bad:
        return "undefined"
    return plain(found) if isinstance(found, bytes) else found


def plain(data: bytes) -> str:
    return b64encode(data).decode()


def patterns() -> Iterator[Case]:
    """Every kind of value, at the ends of its range and beyond."""
    for name, (rule, seeds) in RULES.items():
        given: list[Any] = [
            *OTHERS,
            *seeds,
            *(bad for seed in seeds if len(seed) < 60 for bad in spoiled(seed)),
        ]
        given += [letter * length for letter in ("a", "0") for length in LENGTHS]
        given += ["https://" + "a" * length for length in (252, 253, 254)]
        given += ["a" * one + "/" + "b" * other for one, other in ((80, 80), (81, 80), (80, 81), (1, 1))]
        yield call("verify", name, [[one] for one in given], [not rule(one) for one in given], f"kind {name}")


LETTERS = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000, 7), *range(0xFE00, 0x10000), *range(0x10000, 0x20000, 5), *range(0xE0000, 0xE1000, 3), 0x1F3EB, 0x10FFFD, 0x3FFFE, 0x1D518)]  # fmt: skip


def characters() -> Iterator[Case]:
    """The door for characters, one by one, whatever either machine knows of Unicode."""
    yield call(
        "verify",
        "passesDoor",
        [[f"a{one}b"] for one in LETTERS],
        [text.passes(f"a{one}b") for one in LETTERS],
    )
    pairs = ["e\u0301", "\u00e9", "\u1100\u1161", "A\u030a", "\u212b", "a\u0327\u0301", "ﬁ", "\u0344"]
    yield call(
        "verify", "passesDoor", [[one] for one in pairs], [text.passes(one) for one in pairs], "composed"
    )


JSON_VALUES: tuple[Any, ...] = (
    {}, [], "", "é\u2028\"\\/\u007f\n𝔘\b\f\r\t\x1f", True, False, 0, -1, 2**53 - 1, -(2**53) + 1, {"b": 1, "a": [True, {}]}, {"A": 1, "a": 2, "_": 3},
    [[[]]], {"a": {"b": {"c": []}}},
)  # fmt: skip


def nested(depth: int, around: str) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if around == "[" else {"a": value}
    return value


def jsons() -> Iterator[Case]:
    """JSON in its one form, and in others."""
    deep = [nested(depth, around) for depth in (14, 15, 16, 17, 18) for around in "[{"]
    odd: list[Any] = [
        1.5,
        None,
        2**53,
        {"é": 1},
        {"a": None},
        [None],
        [1, 1.5],
        {"a": [2**53]},
        {"\x7f": 1},
        {"\x80": 1},
    ]
    values = [*JSON_VALUES, *deep, *odd]
    yield made("canonical", values, lambda value: canonical.dumps(value).decode(), "canonical")
    texts = [canonical.dumps(value) for value in (*JSON_VALUES, *deep[:4])]
    texts += [json.dumps(value).encode() for value in (*JSON_VALUES, *deep, *odd)]
    texts += [b"", b"{", b"\xff", b"\xef\xbb\xbf{}", b'{"a":1,"a":1}', b'{"b":1,"a":1}', b"[1,]", b"1.0", b"1e2", b"-0", b"{} ", b' {"a":1}', b'"\\u0041"', b'"\\/"', b"nul", b"NaN", b"01", b'{"a" :1}', b'"\xed\xa0\x80"', b'"\\ud800"']  # fmt: skip
    given = [[{"bytes": plain(one)}, "package.json"] for one in texts]
    yield judged("readCanonical", given, [refuses_not(canonical.loads)(one) for one in texts])
    once = [one for one in texts if one.strip()[:1] in (b"{",)]
    once += [b'{"a":{"b":1,"b":2}}', b'{"a":[{"b":1},{"b":2}]}', b'{"a":"\\":","b":1}', b'{"a:":":","b" : 1}', b'{"a":"b\\\\":1}', b'{"a":NaN}', b'{"a":1e400}', b'{"a":-Infinity}', b'{"__proto__":1}', b'{"\\u0061":1,"a":2}', b'{"a":null,"b":[1,null]}', b'{"a":"\\\\","b":"x:"}', b'{"a":["x",":"]}']  # fmt: skip
    once += [
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":-' + b"9" * 5000 + b"}",
        b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        b'{"a":[' + b"[]," * 40 + b"{}]}",
    ]
    yield judged("readOnce", [[{"bytes": plain(one)}] for one in once], [refuses_not(passkey._read_client_data)(one) for one in once])  # fmt: skip


def bases() -> Iterator[Case]:
    """Bytes as text, numbers as bytes."""
    seeds = ("", "AA", "AB", "AAA", "AAE", "AAAA", "A", "-_-_", "+/+/", "AA==", "AAA=", "=", "====", "QQ", "QR", "QQ==", "QR==", "Q=Q=", "AAAAA", "A A", "A-A=", A, "AA=", "é", "QQ=Q")  # fmt: skip
    yield made("unb64u", seeds, canonical.unb64u)
    yield made("unb64", seeds, lambda one: tlog.unb64(one, "log.key"))
    blobs = [bytes(range(n)) for n in (0, 1, 2, 3, 4, 31, 32, 33, 256)] + [b"\xff\xfe\xfb", b"\xfb\xff"]
    yield made("b64u", blobs, canonical.b64u)
    yield made("u64", [0, 1, 255, 256, 2**31, 2**32, 2**53 - 1], canonical.u64)
    yield made("u32", [0, 1, 255, 256, 2**31, 2**32 - 1], canonical.u32)
    yield made("lp", [b"", b"abc", bytes(300)], canonical.lp)
    yield made("lp", ["", "é𝔘"], lambda one: canonical.lp(one.encode()), "lp of text")


def trees() -> Iterator[Case]:
    """RFC 6962, with proofs that hold and with every proof bent a little."""
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(21)]
    nodes: dict[tuple[int, int], bytes] = {}

    def node(level: int, at: int) -> bytes:
        return nodes[level, at]

    for size, leaf in enumerate(leaves):
        for level, at, found in merkle.new_nodes(size, leaf, node):
            nodes[level, at] = found
    sizes = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 21)
    yield call(
        "verify",
        "treeRoot",
        [[_hashes(leaves[:n])] for n in sizes],
        [plain(merkle.root(n, node)) for n in sizes],
    )
    asked: list[tuple[int, int, bytes, list[bytes], bytes]] = []
    for size in sizes[1:]:
        top = merkle.root(size, node)
        for index in range(size):
            proof = merkle.inclusion(index, size, node)
            good = (index, size, leaves[index], proof, top)
            asked += [
                good,
                (index + 1, *good[1:]),
                (index, size + 1, *good[2:]),
                (index, size, leaves[index - 1], proof, top),
            ]
            asked += [(index, size, leaves[index], bent, top) for bent in _bent(proof, leaves[0])]
            asked += [
                (size, *good[1:]),
                (index, size, leaves[index], proof, leaves[0]),
                (index, size - 1, *good[2:]),
            ]
    held = [merkle.verify_inclusion(*one) for one in asked]
    yield call("verify", "included", [[i, n, _sent(leaf), _hashes(p), _sent(top)] for i, n, leaf, p, top in asked], held)  # fmt: skip
    grown: list[tuple[int, int, bytes, bytes, list[bytes]]] = []
    for old in sizes[1:]:
        for new in [one for one in sizes if one >= old]:
            was, now, proof = (
                merkle.root(old, node),
                merkle.root(new, node),
                merkle.consistency(old, new, node),
            )
            grown += [(old, new, was, now, one) for one in (proof, *_bent(proof, leaves[0]))]
            grown += [(old, new, now, was, proof), (old, new, leaves[1], now, proof), (old, new, was, leaves[1], proof), (new, old, was, now, proof), (0, new, was, now, proof), (old + 1, new, was, now, proof), (old, new + 1, was, now, proof)]  # fmt: skip
    held = [merkle.verify_consistency(*one) for one in grown]
    yield call("verify", "consistent", [[o, n, _sent(was), _sent(now), _hashes(p)] for o, n, was, now, p in grown], held)  # fmt: skip


def _bent(proof: list[bytes], other: bytes) -> list[list[bytes]]:
    return [proof[:-1], proof[1:], [*proof, other], [other, *proof], proof[::-1], [*proof[:-1], other], []]


def _hashes(parts: Sequence[bytes]) -> list[Any]:
    return [_sent(one) for one in parts]


def notes() -> Iterator[Case]:
    """Keys of logs, and notes signed by them."""
    keys = {one["log"]["key"] for one in parcels()} | {
        c["key"] for one in parcels() for c in one.get("cosignatures", [])
    }
    beside = {one["log"]["beside"] for one in parcels() if "beside" in one["log"]}
    given = [
        (key, kind)
        for key in sorted(keys | beside)
        for kind in (tlog.ED25519, tlog.COSIGNATURE, tlog.MLDSA44)
    ]
    given += [
        (nobodys.vkey(one, kind), kind)
        for one in (*nobodys.NEIGHBOURS, *nobodys.REFUSED)
        for kind in (tlog.ED25519, tlog.COSIGNATURE)
    ]
    given += [(bad, tlog.ED25519) for key in sorted(keys)[:2] for bad in spoiled(key)]
    given += [
        (name + key[key.index("+") :], tlog.ED25519)
        for key in sorted(keys)[:1]
        for name in ("", "a b", "*", "+", "a" * 201)
    ]
    held = [refuses_not(lambda one: tlog.parse_vkey(*one))(one) for one in given]
    yield judged("readVkey", [[*one, "log.key"] for one in given], held)
    logs = sorted({one["log"]["key"] for one in parcels()})
    asked = []
    for parcel in parcels():
        log = parcel["log"]
        note, vkeys, others = log["checkpoint"], [log["key"]], [log["beside"]] if "beside" in log else []
        if len(asked) < 400 or others:
            asked += [(bad, vkeys, others) for bad in (note, *bent_notes(note))]
            asked += [
                (note, vkeys[::-1], []),
                (note, [], others),
                (note, logs, others),
                (note, vkeys + vkeys, others),
            ]
    held = [refuses_not(lambda one: tlog.open_checkpoint(one[0], [*one[1], *one[2]]))(one) for one in asked]
    yield judged("openCheckpoint", asked, held)


def bent_notes(note: str) -> Iterator[str]:
    """A checkpoint with something else in it."""
    origin, size, root, rest = note.split("\n", 3)
    yield from (f"{one}\n{size}\n{root}\n{rest}" for one in ("", origin + "x", origin + " x"))
    yield from (
        f"{origin}\n{one}\n{root}\n{rest}"
        for one in (
            "0" + size,
            "",
            "-1",
            "x",
            size + "0",
            "9" * 16,
            "1" + "0" * 16,
            "0",
            str(2**53 - 1),
            str(2**53),
        )
    )
    yield from (
        f"{origin}\n{size}\n{one}\n{rest}"
        for one in ("", root[:-1], root + "=", root.swapcase(), "A" * 44, root[:-2] + "B=")
    )
    lines = rest[1:]
    yield from (f"{origin}\n{size}\n{root}\n{one}" for one in ("\n", "", lines, rest + "\n", rest[:-1], rest + lines, rest + "x", "\nx" + lines, "\n" + lines.replace("—", "-"), "\n" + lines.replace("— ", "—"), "\n" + lines[:-5] + "\n", "\n" + lines[:-1] + "A\n", "\n" + lines.replace(origin, "other"), "\n— " + origin + " AAAAAAA=\n", "\n— " + origin + " AAAA\n", rest + "\n\nmore"))  # fmt: skip
    yield from (note.replace("\n", "\r\n"), note + "\n", "\n" + note, note[:-1], "x" + note)


def times() -> Iterator[Case]:
    """Days in words, days and hours that follow, and paths in their order."""
    moments = ["2026-05-12T17:00:00Z", "2026-01-01T03:00:00Z", "2026-12-31T23:59:59Z", "2026-03-08T10:00:00Z"]
    zones = ["America/Los_Angeles", "UTC", "Pacific/Auckland", "Mars/Olympus"]
    given = [(at, zone) for at in moments for zone in zones]
    yield call(
        "verify", "dayInWords", [[*one, WORDS["en"]] for one in given], [day_in_words(*one) for one in given]
    )
    spaced = [(at, hours) for at in moments for hours in (0, 1, 72, 8760)]
    yield call("verify", "after", spaced, [fields.hours_after(*one) for one in spaced])
    some = ("1", "2", "10", "1/1", "1/2", "1/10", "2/1", "1/1/1", "0")
    lists = [
        [],
        *([{"path": one}] for one in some),
        *([{"path": a}, {"path": b}] for a in some for b in some),
    ]
    lists += [[{"path": a} for a in ("1", "2", "1")], [{"path": a} for a in ("1", "1/1", "2")]]
    held = [refuses_not(lambda one: clause_tree._in_order(one, "clause"))(one) for one in lists]
    yield call("verify", "inOrder", [[one] for one in lists], held)


def cases() -> Iterator[Case]:
    """All of them."""
    for family in (
        patterns,
        characters,
        jsons,
        bases,
        trees,
        notes,
        times,
    ):
        yield from family()
