"""RFC 6962 tree hashes over nodes that somebody else stores: pure functions, no state.

A node is (level, index): level 0 holds leaf hashes, level k the hashes of complete subtrees of 2^k leaves. A log
stores every node once, when it becomes complete, and never changes it. `get_node(level, index)` returns its 32 bytes.
"""

import hashlib
from collections.abc import Callable, Sequence

from workflow.evidence.canonical import sha256

GetNode = Callable[[int, int], bytes]
Node = tuple[int, int, bytes]
EMPTY = sha256(b"")


def leaf_hash(data: bytes) -> bytes:
    """H(0x00 || data)."""
    return sha256(b"\x00", data)


def node_hash(left: bytes, right: bytes) -> bytes:
    """H(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def new_nodes(size: int, leaf: bytes, get_node: GetNode) -> list[Node]:
    """The nodes to store when `leaf` (a leaf hash) becomes leaf number `size`: itself, and each subtree it completes.

    Reads at most log2(size) stored nodes. The list is in order of level, so it can be inserted as it is.
    """
    nodes = [(0, size, leaf)]
    level, index = 0, size
    while index & 1:
        leaf = node_hash(get_node(level, index - 1), leaf)
        level, index = level + 1, index >> 1
        nodes.append((level, index, leaf))
    return nodes


def root(size: int, get_node: GetNode) -> bytes:
    """The tree hash of the first `size` leaves."""
    return _subtree(0, size, get_node) if size else EMPTY


def _subtree(low: int, high: int, get_node: GetNode) -> bytes:
    width = high - low
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return get_node(level, low >> level)
    middle = low + _split(width)
    return node_hash(_subtree(low, middle, get_node), _subtree(middle, high, get_node))


def _split(width: int) -> int:
    return 1 << ((width - 1).bit_length() - 1)


def inclusion(index: int, size: int, get_node: GetNode) -> list[bytes]:
    """RFC 9162 2.1.3.1: the hashes that lead from leaf `index` to the root of `size` leaves, lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not among {size}")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_subtree(middle, high, get_node))
            high = middle
        else:
            path.append(_subtree(low, middle, get_node))
            low = middle
    return path[::-1]


def consistency(old: int, new: int, get_node: GetNode) -> list[bytes]:
    """RFC 9162 2.1.4.1: the hashes that show the first `old` leaves of `new` to be the tree of size `old`."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency from {old} to {new}")
    path: list[bytes] = []
    low, high, known = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_subtree(middle, high, get_node))
            high = middle
        else:
            path.append(_subtree(low, middle, get_node))
            low, known = middle, False
    if not known:
        path.append(_subtree(low, high, get_node))
    return path[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """RFC 9162 2.1.3.2: whether `leaf` (a leaf hash) is number `index` of the `size` leaves under `tree_root`."""
    if not 0 <= index < size:
        return False
    first, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            found = node_hash(step, found)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, step)
        first, last = first >> 1, last >> 1
    return last == 0 and found == tree_root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2: whether the tree of `new` leaves grew out of the tree of `old` leaves."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            was, now = node_hash(step, was), node_hash(step, now)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            now = node_hash(now, step)
        first, last = first >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """The root over whole leaf data held in memory, in one pass with a stack of complete subtrees."""
    stack: list[tuple[int, bytes]] = []
    for data in leaves:
        width, found = 1, leaf_hash(data)
        while stack and stack[-1][0] == width:
            found, width = node_hash(stack.pop()[1], found), width * 2
        stack.append((width, found))
    if not stack:
        return EMPTY
    found = stack.pop()[1]
    while stack:
        found = node_hash(stack.pop()[1], found)
    return found
