"""Answers kept for strangers: sent again while the version stands, made anew after it, forgotten when they grow too many."""

from workflow.web import kept
from workflow.web.kept import Kept
from workflow.web.reply import Reply


def reply(body: bytes = b"page", status: int = 200, *, shared: bool = True) -> Reply:
    return Reply(status, body, shared=shared)


def test_a_reply_is_found_under_the_version_it_was_made_from_and_no_other() -> None:
    store, page = Kept(), reply()
    store.keep("/mou/a", "7", page)
    assert store.find("/mou/a", "7") is page
    assert store.find("/mou/a", "8") is None and store.find("/mou/b", "7") is None


def test_what_is_not_the_same_for_everybody_is_not_kept() -> None:
    store = Kept()
    store.keep("/inbox", "7", reply(shared=False))
    store.keep("/mou/gone", "7", reply(status=410))
    assert store.replies == {}


def test_it_holds_so_many_bytes_and_then_begins_anew() -> None:
    store, big = Kept(), b"x" * (kept.MOST_BYTES // 4)
    for number in range(5):
        store.keep(f"/{number}", "7", reply(big))
        assert store.size == sum(len(one.body) for _, one in store.replies.values()) <= kept.MOST_BYTES
    assert store.find("/4", "7") and store.find("/0", "7") is None
    store.keep("/huge", "7", reply(big + b"x"))
    assert store.find("/huge", "7") is None


def test_the_same_address_kept_again_counts_once() -> None:
    store = Kept()
    for version in "abc":
        store.keep("/", version, reply(b"12345"))
    assert store.size == 5 and store.find("/", "c")
