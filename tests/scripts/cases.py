"""All cases, by family; each family is about one script."""

from collections.abc import Callable, Iterator

from tests.scripts import ceremonies, heard, packages, pages, restamped, rewritten, shapes, signed, values
from tests.scripts.case import Case

FAMILIES: dict[str, tuple[str, Callable[[], Iterator[Case]]]] = {
    "values": ("verify", values.cases),
    "signed": ("verify", signed.cases),
    "restamped": ("verify", restamped.cases),
    "shapes": ("verify", shapes.cases),
    "packages": ("verify", packages.cases),
    "rewritten": ("verify", rewritten.cases),
    "heard": ("verify", heard.cases),
    "pages": ("verify", pages.cases),
    "ceremonies": ("signing", ceremonies.cases),
}


def of(script: str) -> Iterator[Case]:
    """Every case about a script."""
    for name, made in FAMILIES.values():
        if name == script:
            yield from made()
