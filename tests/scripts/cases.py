"""All cases by script."""

from collections.abc import Callable, Iterator
from itertools import chain

from tests.scripts import ceremonies, packages, pages, records, shapes, signed, values
from tests.scripts.case import Case

CASES: dict[str, Callable[[], Iterator[Case]]] = {
    "verify": lambda: chain(
        values.cases(), signed.cases(), shapes.cases(), packages.cases(), records.cases(), pages.cases()
    ),
    "signing": ceremonies.cases,
}
