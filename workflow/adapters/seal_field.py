"""An empty, invisible signature field in a tagged PDF, such that the file stays PDF/UA-1 and PDF/A-3a.

PDF/UA-1 7.18 asks for: the widget inside a Form structure element (whose /K is the object reference itself), an
entry in the parent tree, tab order by structure, and an alternate name. The field must be there before the file is
certified, because certification forbids every later change.
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

FIELD = "Seal"
SPOKEN = "Publication seal (invisible)"


def with_field(pdf: bytes) -> bytes:
    """The same document with one empty signature field on its last page. Same bytes in, same bytes out."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tree = document.Root.StructTreeRoot
        page = document.pages[-1].obj
        key = max(int(tree.get("/ParentTreeNextKey", 0)), _highest(tree.ParentTree) + 1)
        widget = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(FIELD),
                TU=String(SPOKEN),
                F=4,  # printed, not hidden: PDF/A-3 6.3.2
                Rect=Array([0, 0, 0, 0]),
                P=page,
                StructParent=key,
            )
        )
        element = _element(document, tree, page, widget)
        _enter(tree.ParentTree, key, element)
        tree.ParentTreeNextKey = key + 1
        page.Tabs = Name.S
        page.Annots = Array([*page.get("/Annots", []), widget])
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array([widget])))
        document.save(out, deterministic_id=True, min_version=document.pdf_version)
    return out.getvalue()


def _element(
    document: pikepdf.Pdf, tree: pikepdf.Object, page: pikepdf.Object, widget: pikepdf.Object
) -> pikepdf.Object:
    top = tree.K if isinstance(tree.K, Dictionary) else tree.K[0]
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=top,
            Pg=page,
            Alt=String(SPOKEN),
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
    )
    children = top.K if isinstance(top.K, Array) else Array([top.K])
    children.append(element)
    top.K = children
    return element


def _highest(node: pikepdf.Object) -> int:
    """The highest key of a number tree (ISO 32000-1 7.9.7)."""
    numbers = node.get("/Nums", [])
    own = max((int(numbers[i]) for i in range(0, len(numbers), 2)), default=-1)
    return max([own, *(_highest(kid) for kid in node.get("/Kids", []))])


def _enter(node: pikepdf.Object, key: int, element: pikepdf.Object) -> None:
    """Append an entry with a key above all others, widening the limits on the way down."""
    if "/Limits" in node:
        node.Limits[1] = key
    if "/Kids" in node:
        _enter(node.Kids[-1], key, element)
    else:
        node.Nums.append(key)
        node.Nums.append(element)
