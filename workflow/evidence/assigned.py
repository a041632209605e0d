"""Which code points Unicode 14.0 assigns: the same in every verifier, whatever its machine knows by now (docs/format.md, section 1).

Unicode takes nothing back that it assigned, but every version assigns more. A verdict that followed the machine's own table would
change with the machine. The numbers (assigned.txt, in base 36) are lengths from U+0000 on: of code points that are not assigned,
of those that are, and so on in turn. The savable page carries the same table.
"""

from bisect import bisect_right
from functools import cache
from itertools import accumulate
from pathlib import Path

FILE = Path(__file__).with_name("assigned.txt")


def assigned(char: str) -> bool:
    """Whether Unicode 14.0 assigns this code point, be it to a character, to private use or to a surrogate."""
    return bisect_right(_bounds(), ord(char)) % 2 == 1


@cache
def _bounds() -> list[int]:
    return list(accumulate(int(length, 36) for length in FILE.read_text("ascii").split()))
