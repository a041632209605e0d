import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence import clause_tree
from workflow.evidence.canonical import b64u
from workflow.evidence.clause_tree import Attachment, Clause, check, opened, seal
from workflow.evidence.errors import Bad

CLAUSES = [Clause("1", "One."), Clause("1/1", "Two.", redactable=True), Clause("2", "Three.")]
FILES = [Attachment("1", "Exhibit A", "application/pdf", 3, b"f" * 32)]
SALTS = [bytes([n]) * 32 for n in range(4)]


def test_a_leaf_is_built_as_the_format_says():
    inner = b"\0" * 32 + b"\0\0\0\0" + b"\0\0\0\x011" + b"\0\0\0\x04One."
    commitment = hashlib.sha256(b"sro-mou/clause-commitment/v1\0" + inner).digest()
    leaf = b"sro-mou/clause-leaf/v1\0" + b"\0\0\0\0" + b"\0\0\0\x011" + b"\0" + commitment
    root = hashlib.sha256(b"\0" + leaf).digest()
    assert seal(CLAUSES[:1], salts=[b"\0" * 32]).text_root == root


def test_an_attachment_is_a_leaf_of_its_own_kind():
    inner = b"s" * 32 + b"\0\0\0\x01" + b"\0\0\0\x011" + b"\0\0\0\x09Exhibit A" + b"\0\0\0\x0fapplication/pdf"
    inner += b"\0" * 7 + b"\x03" + b"f" * 32
    commitment = hashlib.sha256(b"sro-mou/attachment-commitment/v1\0" + inner).digest()
    assert clause_tree.attachment_commitment(b"s" * 32, 1, FILES[0]) == commitment


def test_a_sealed_text_opens():
    sealed = seal(CLAUSES, FILES)
    assert sealed.descriptor == {
        "alg": clause_tree.ALG,
        "attachments": 1,
        "n": 4,
        "text_root": b64u(sealed.text_root),
    }
    assert check(*opened(CLAUSES, FILES, sealed.salts), sealed.descriptor) == []


def test_salts_are_fresh_each_time():
    first, second = seal(CLAUSES), seal(CLAUSES)
    assert first.text_root != second.text_root
    assert len({*first.salts, *second.salts}) == 6


def test_a_hidden_clause_keeps_the_root():
    sealed = seal(CLAUSES, FILES, SALTS)
    shown = opened(CLAUSES, FILES, SALTS, frozenset({"1/1"}))
    assert "text" not in shown[0][1] and "salt" not in shown[0][1]
    assert check(*shown, sealed.descriptor) == ["1/1"]


def test_a_hidden_attachment_is_named_as_one():
    file = Attachment("1", "Exhibit A", "application/pdf", 3, b"f" * 32, redactable=True)
    sealed = seal(CLAUSES, [file], SALTS)
    clauses, _ = opened(CLAUSES, [file], SALTS)
    commitment = b64u(clause_tree.attachment_commitment(SALTS[3], 3, file))
    hidden = [{"commitment": commitment, "path": "1", "redactable": True}]
    assert check(clauses, hidden, sealed.descriptor) == ["attachment 1"]


def test_a_clause_not_agreed_as_redactable_is_not_hidden():
    with pytest.raises(Bad) as refused:
        opened(CLAUSES, FILES, SALTS, frozenset({"2"}))
    assert refused.value.code == "text.hidden"


@pytest.mark.parametrize("salts", [[], SALTS[:3], [b"short", *SALTS[1:]]])
def test_there_is_one_salt_a_leaf(salts):
    with pytest.raises(ValueError, match=r"^one salt of 32 bytes a leaf$"):
        seal(CLAUSES, FILES, salts)


@pytest.mark.parametrize(
    "paths",
    [("1", "1"), ("2", "1"), ("1/2", "1/1"), ("1", "01"), ("1", ""), ("1", "a"), ("1", "1//2"), ("10", "9")],
)
def test_positions_grow(paths):
    with pytest.raises(Bad) as refused:
        seal([Clause(path, "Words.") for path in paths])
    assert refused.value.code == "text.order"
    assert refused.value.words in (
        f"clause {paths[1]} does not follow the one before it", f"{paths[1]!r} is no position of any clause"
    )  # fmt: skip
    with pytest.raises(Bad) as refused:
        seal(CLAUSES, [replace(FILES[0], path=path) for path in paths])
    assert refused.value.words in (
        f"attachment {paths[1]} does not follow the one before it",
        f"{paths[1]!r} is no position of any attachment",
    )


@pytest.mark.parametrize("words", ["", "a\u200bb", "cafe\u0301", "a\tb"])
def test_text_passes_the_character_door(words):
    with pytest.raises(Bad) as refused:
        seal([Clause("1", words)])
    assert refused.value.code == "text.characters"


@pytest.mark.parametrize(
    "item",
    [
        {},
        "text",
        {"path": "1", "redactable": False, "salt": b64u(b"s" * 32)},
        {"path": "1", "redactable": 0, "salt": b64u(b"s" * 32), "text": "x"},
        {"commitment": b64u(b"c" * 32), "path": "1", "redactable": False},
        {"path": "1", "redactable": False, "salt": b64u(b"s" * 32), "text": ""},
    ],
)
def test_a_clause_has_its_members_and_no_other(item):
    with pytest.raises(Bad) as refused:
        check([item], [], seal([Clause("1", "One.")]).descriptor)
    assert refused.value.code == "package.members"
    with pytest.raises(Bad) as refused:
        check(opened(CLAUSES, [], SALTS[:3])[0], [item], seal(CLAUSES, FILES).descriptor)
    assert refused.value.code == "package.members"


@given(st.lists(st.text("ab c\n", min_size=1, max_size=20), min_size=1, max_size=12), st.data())
def test_whatever_is_hidden_the_root_stays(texts, data):
    clauses = [Clause(str(number), words, redactable=True) for number, words in enumerate(texts)]
    sealed = seal(clauses)
    hidden = data.draw(st.frozensets(st.sampled_from([clause.path for clause in clauses])))
    found = check(*opened(clauses, [], sealed.salts, hidden), sealed.descriptor)
    assert frozenset(found) == hidden
