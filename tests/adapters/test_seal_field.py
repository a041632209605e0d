import io

import pikepdf
import pytest

from tests.adapters.documents import agreement
from workflow.adapters.seal_field import FIELD, with_field
from workflow.adapters.typesetter import typeset


@pytest.fixture(scope="module")
def prepared() -> bytes:
    return with_field(typeset(agreement()))


def test_one_empty_signature_field_is_added(prepared: bytes) -> None:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        fields = document.Root.AcroForm.Fields
        assert len(fields) == 1 and str(fields[0].T) == FIELD and str(fields[0].FT) == "/Sig"
        assert "/V" not in fields[0]


def test_it_takes_no_room_on_the_page(prepared: bytes) -> None:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        assert [float(edge) for edge in document.Root.AcroForm.Fields[0].Rect] == [0, 0, 0, 0]


def test_the_parent_tree_stays_sorted_and_knows_the_next_key(prepared: bytes) -> None:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        tree = document.Root.StructTreeRoot
        keys = [int(key) for key in flat(tree.ParentTree)[::2]]
        assert keys == sorted(set(keys)) and int(tree.ParentTreeNextKey) == keys[-1] + 1


def test_links_of_the_contents_keep_their_place(prepared: bytes) -> None:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        kinds = [str(note.Subtype) for page in document.pages for note in page.obj.get("/Annots", [])]
    assert kinds.count("/Widget") == 1 and kinds.count("/Link") >= 4


def flat(node: pikepdf.Object) -> list[pikepdf.Object]:
    own = list(node.get("/Nums", []))
    return own + [item for kid in node.get("/Kids", []) for item in flat(kid)]
