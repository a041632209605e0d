"""Somebody before the signing page: what the script says, asks of the service and of the key, and hands in; or refuses."""

from collections.abc import Iterator
from typing import Any

from tests.scripts import terms
from tests.scripts.around import around, vote_rows
from tests.scripts.case import Case
from tests.scripts.texts import EXHIBIT, FULL, SALTS, clauses, opened
from workflow.evidence import clause_tree, manifest
from workflow.evidence.canonical import b64u, dumps, unb64u
from workflow.evidence.clause_tree import Clause
from workflow.evidence.correction import differences
from workflow.evidence.envelope import challenge
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.statement_table import INTENT, MEDIA

FREE = {"enrolment": "e", "expires": "x", "issued": "i", "key": "k", "nonce": "n", "party_state": "p"}
MINE = {
    "name": "Dana",
    "office": "chief",
    "party": "P",
    "person": "p1",
    "title": "Chief of Police",
    "capacity": "holder",
}
CLERK = MINE | {"office": "clerk", "party": "B", "title": "Clerk"}
COUNSEL = MINE | {"office": "counsel", "title": "Acting Counsel", "capacity": "acting"}
GIVEN = {"kind": "terms", "limit": "hours", "office": "counsel", "party": "P"}
SHOWN = [
    {"path": "1", "text": "one\ntwo"},
    {"path": "2", "text": "¿Qué? 𝔘 🏫"},
    {"path": "3", "text": "A B\nx y"},
]
FILES = (EXHIBIT,)


def page(**more: Any) -> dict[str, Any]:
    """What the service puts into the page: the text, the manifest, who signs."""
    parts, files = opened(3, FILES)
    root = b64u(clause_tree.seal(clauses(3), list(FILES), SALTS[:4]).text_root)
    text = {"n": 4, "attachments": 1, "alg": "sro-mou-tree-sha256-v1", "text_root": root}
    said = FULL | {"text": text, "delegated_change": [{"body": "board", **GIVEN}, {"body": "other", **GIVEN}]}
    data = {"clauses": parts, "attachments": files, "manifest": said, "head": manifest.head(said), "mine": MINE, "rp_id": "localhost", "place": "s1", "offers": "/offers"}  # fmt: skip
    return data | more


TERMS = ["\n".join(one) for one in terms.rows(page())]
NUMBERS = [" ".join(one) for one in terms.numbers(page())]
HEAD = page()["head"]
FINGERPRINT = fingerprint(unb64u(HEAD))
BEGUN = f"Your browser has recomputed the fingerprint of the text on this page: {FINGERPRINT}."
CHECKED = f"Checked: the text on this page has the fingerprint {FINGERPRINT}. Now confirm with your key."
SENT = "Your key has answered. Sending it now."
STOP = " Nothing was signed. Please tell the people who run this service, and do not sign."
OTHER_TEXT = "This page shows another text than the one that was frozen."
ELSEWHERE = "This page is not served by the service your key belongs to. Nothing was signed."
ANOTHER = "The service asks for another signature than this page says."


def statement(act: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the service would have signed: just what the page says."""
    about = {name: data["manifest"][name] for name in ("deployment", "mou", "edition")}
    place = {} if act in ("adoption", "correction") else {"slot": data["place"]}
    return (
        data["mine"]
        | FREE
        | about
        | place
        | {"head": data["head"], "rp_id": data["rp_id"], "intent": INTENT[act]}
        | more
    )


def offer(act: str, said: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The service's answer: the statement, and what the key is to be asked."""
    text = dumps(said)
    options = {"challenge": b64u(challenge(MEDIA[act], text)), "allowCredentials": [{"id": "AAEC", "type": "public-key"}, {"id": "-_8"}]}  # fmt: skip
    return {"type": MEDIA[act], "statement": text.decode(), "options": options} | more


def asked_key(said: dict[str, Any], act: str, rp_id: str = "localhost") -> dict[str, Any]:
    """What the key is asked."""
    return {"challenge": b64u(challenge(MEDIA[act], dumps(said))), "rpId": rp_id, "allowCredentials": [{"type": "public-key", "id": "AAEC"}, {"type": "public-key", "id": "-_8"}], "userVerification": "required", "timeout": 300000}  # fmt: skip


ANSWER = {
    "id": "cred", "rawId": "AQI", "type": "public-key", "response": {"authenticatorData": "AwQ", "clientDataJSON": "e30", "signature": "BQb_"}, "clientExtensionResults": {},
}  # fmt: skip


def scene(title: str, data: dict[str, Any], expected: dict[str, Any], **asked: Any) -> Case:
    """One scene; what is not said is as on a good day."""
    act = asked.get("act", "approval")
    acts = [act] if act in ("adoption", "correction") else ["approval", "decline"]
    says = asked.get("around") or around(data if "manifest" in data else page(), *acts)
    if asked.get("typed") and act == "adoption" and "answers" not in asked:
        asked["answers"] = vote_rows(data, asked["typed"], FINGERPRINT)
    usual = {"kind": "people", "script": "signing", "act": "approval", "typed": {}, "answer": None, "ok": True, "fails": "", "later": "", "shown": SHOWN, "terms": TERMS, "numbers": NUMBERS, "times": 1, "data": data, "around": says, "more": "", "answers": []}  # fmt: skip
    shut = {"disabled": [act is None] * says.count("<button")}
    return Case(f"signing: {title}", usual | asked, expected | shut)


def begun(data: dict[str, Any]) -> dict[str, Any]:
    return {"begun": BEGUN if data["head"] == HEAD else ""}


def signed(title: str, act: str, typed: dict[str, Any] | None = None, data: dict[str, Any] | None = None, page_says: dict[str, Any] | None = None, **more: Any) -> Case:  # fmt: skip
    """Everything fits, and the key's answer is handed in once."""
    data = data or page()
    said = statement(act, data, **more)
    told = {"said": [CHECKED, SENT], "fetched": fetched(data, act, typed), "key": asked_key(said, act, data["rp_id"]), "handed": ANSWER, "sent": 1, "left": 0, "focus": ""}  # fmt: skip
    return scene(
        title,
        data,
        begun(data) | told,
        act=act,
        typed=typed or {},
        answer=offer(act, said),
        times=2,
        **page_says or {},
    )


def fetched(data: dict[str, Any], act: str, typed: dict[str, Any] | None = None) -> list[Any]:
    """What the service was asked: the address and the body."""
    text = {name: value.strip() for name, value in (typed or {}).items()}
    asked = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": text | {"decision": act, "place": data["place"]}}  # fmt: skip
    return [data["offers"], asked]


def refused(title: str, words: str, data: dict[str, Any] | None = None, *, fetched_: bool = True, key: Any = None, **asked: Any) -> Case:  # fmt: skip
    """The script says why, asks no key (or gets no answer), hands nothing in, and may be asked again."""
    data = data or page()
    act = asked.get("act", "approval")
    said = [words] if key is None else [CHECKED, words]
    told = {"said": said, "fetched": fetched(data, act) if fetched_ else None, "key": key, "handed": None, "sent": 0, "left": 0, "focus": "signing-check"}  # fmt: skip
    return scene(title, data, begun(data) | told, **asked)


def stopped(title: str, words: str, data: dict[str, Any], **asked: Any) -> Case:
    """From the beginning: the buttons stay shut."""
    return scene(title, data, {"begun": words + STOP}, act=None, **asked)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from good_days()
    yield from bad_days()
    yield from bad_pages()


def good_days() -> Iterator[Case]:
    yield signed("approval", "approval")
    yield signed("at the service's own name", "approval", data=page(rp_id="dept.localhost"))
    yield signed("decline", "decline", {"reason": " Not yet. "}, reason="Not yet.")
    vote = {
        "meeting": "2026-05-14",
        "item": "7",
        "resolution": "R-1",
        "yes": "7",
        "no": "1",
        "abstain": "2",
        "minutes": "",
    }
    counted = {"meeting": "2026-05-14", "item": "7", "resolution": "R-1", "vote": {"yes": 7, "no": 1, "abstain": 2}, "minutes": "", "body": "board"}  # fmt: skip
    board = page(place="board", mine=CLERK)
    yield signed("adoption", "adoption", {**vote, "gave": ""}, board, **counted, delegated=[])
    yield signed(
        "adoption that delegates", "adoption", {**vote, "gave": "yes"}, board, **counted, delegated=[GIVEN]
    )
    digest = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"
    told = {**vote, "gave": "", "minutes": digest}
    yield signed("adoption that names its minutes", "adoption", told, board, **counted | {"minutes": digest}, delegated=[])  # fmt: skip
    data = correction()
    was, now, files = data["correction"]["clauses"], data["clauses"], data["attachments"]
    answered = {"adopted": manifest.head(data["correction"]["manifest"]), "changed": differences(was, now, files), "kind": "scrivener", "reason": "a slip"}  # fmt: skip
    yield signed("correction", "correction", {}, data, **answered)


def correction() -> dict[str, Any]:
    """A page on which counsel answers for a changed clause."""
    old = [Clause("1", "- one\n- three"), *clauses(3)[1:]]
    salts = [b"o" * 32, *SALTS[1:4]]
    was, _ = clause_tree.opened(old, list(FILES), salts)
    root = b64u(clause_tree.seal(old, list(FILES), salts).text_root)
    return page(mine=COUNSEL, place="answer-1", correction={"manifest": {"text": {"text_root": root}, "title": "old"}, "clauses": was, "kind": "scrivener", "reason": "a slip"})  # fmt: skip


def bad_days() -> Iterator[Case]:
    data = page()
    said = statement("approval", data)
    good = offer("approval", said)
    for rp_id in ("ept.localhost", "calhost", "other.org", "x.dept.localhost"):
        yield refused(f"at {rp_id}", ELSEWHERE, page(rp_id=rp_id), fetched_=False, answer=good)
    more = offer("approval", said | {"more": "1", "slot": "s2"})
    says = 'It says something else about "{}" than this page.'
    yield refused("another statement", f"{ANOTHER} {says.format('more')} {says.format('slot')} Nothing was signed.", answer=more)  # fmt: skip
    kind = MEDIA["decline"]
    yield refused("another kind", f"{ANOTHER} It is of another kind: {kind}. Nothing was signed.", answer=good | {"type": kind})  # fmt: skip
    other = good | {"options": good["options"] | {"challenge": "AAAA"}}
    yield refused("another challenge", "The service asks your key to sign something else than the statement it shows. Nothing was signed.", answer=other)  # fmt: skip
    for title, answer, words in PROBLEMS:
        yield refused(f"the service {title}", f"{words} Nothing was signed.", ok=False, answer=answer)
    asked = asked_key(said, "approval")
    late = "Your key was not used, or it took too long. Nothing was signed. You can try again."
    yield refused("no key", late, key=asked, answer=good, fails="NotAllowedError")
    yield refused("a broken key", "This did not work: broken Nothing was signed.", key=asked, answer=good, fails="OtherError")  # fmt: skip


PROBLEMS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("names issues", {"issues": [{"words": "One."}, {"words": "Two."}], "detail": "d"}, "One. Two."),
    ("names errors", {"errors": [{"detail": "One."}, {}, {"words": "W", "detail": "D"}]}, "One. W"),
    ("says why", {"detail": "Because.", "title": "T", "remedy": "Do this."}, "Because. Do this."),
    ("says its title", {"title": "T"}, "T"),
    ("names no issue", {"issues": [], "title": "T"}, "T"),
)


def bad_pages() -> Iterator[Case]:
    counts = "The manifest counts other parts than this page shows."
    data = page()
    text = data["manifest"]["text"]
    yield stopped("another head", OTHER_TEXT, data | {"head": "A" * 43})
    yield stopped(
        "fewer clauses", "The page does not show as many clauses as would be signed.", data, shown=SHOWN[:2]
    )
    yield stopped("more clauses", "The page does not show as many clauses as would be signed.", data, shown=[*SHOWN, SHOWN[0]])  # fmt: skip
    for number, path in ((0, "1"), (2, "3")):
        words = f"Clause {path} on this page is not the clause that would be signed."
        for change in ({"path": "9"}, {"text": "other"}):
            shown = [one | change if at == number else one for at, one in enumerate(SHOWN)]
            yield stopped(f"clause {path} {change}", words, data, shown=shown)
    for change in ({"alg": "x"}, {"n": 3}, {"n": 5}, {"attachments": 0}, {"attachments": 2}):
        yield stopped(
            f"manifest {change}", counts, data | {"manifest": data["manifest"] | {"text": text | change}}
        )
    rooted = data["manifest"] | {"text": text | {"text_root": "A" * 43}}
    yield stopped(
        "another root", "The text on this page is not the text of the manifest.", data | {"manifest": rooted}
    )
    yield from other_terms(data)
    broken = {name: value for name, value in data.items() if name != "manifest"}
    words = "This did not work: Cannot read properties of undefined (reading 'text')"
    yield stopped("no manifest", words, broken)
    changed = scene("the page changes later", data, begun(data) | {"said": ["Clause 1 on this page is not the clause that would be signed. Nothing was signed."], "fetched": None, "key": None, "handed": None, "sent": 0, "left": 0, "focus": "signing-check"}, later="[data-clause]")  # fmt: skip
    yield changed


def other_terms(data: dict[str, Any]) -> Iterator[Case]:
    """The page says the terms otherwise than they are signed."""
    said = data["manifest"]
    longer = said | {"term": said["term"] | {"months": 120}}
    words = "This page does not say, or says otherwise, what would be signed here: “{}”."
    tenth = "Runs 120 months, until Monday 30 June 2036 if it comes into force on Wednesday 1 July 2026"
    yield stopped("a term of 12 months shown, of 120 signed", words.format(tenth), data | {"manifest": longer, "head": manifest.head(longer)})  # fmt: skip
    first, last = (" ".join(TERMS[at].split()) for at in (0, -1))
    yield stopped("a row added on top", words.format(first), data, terms=["More", *TERMS])
    yield stopped("a row changed", words.format(last), data, terms=[*TERMS[:-1], TERMS[-1] + " not"])
    yield stopped("a row left out", words.format(last), data, terms=TERMS[:-1])
    other = "This page shows other terms or numbers than would be signed."
    yield stopped("a row added below", other, data, terms=[*TERMS, "More"])
    for title, shown in (("changed", [*NUMBERS[:-1], "Edition 1 G"]), ("left out", NUMBERS[:-1]), ("added", [*NUMBERS, "Edition 9 G"]), ("moved", NUMBERS[::-1])):  # fmt: skip
        yield stopped(f"a number {title}", other, data, numbers=shown)
    more = said | {"more": "1"}
    beyond = "What would be signed has terms that this page cannot show."
    yield stopped("a member that no row shows", beyond, data | {"manifest": more, "head": manifest.head(more)})  # fmt: skip
    wide = [f"  {one.replace(' ', '  ')}\n" for one in TERMS]
    yield signed(
        "blanks otherwise", "approval", page_says={"terms": wide, "numbers": [f" {one}\n" for one in NUMBERS]}
    )
