import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.evidence.merkle import (
    EMPTY,
    consistency,
    inclusion,
    leaf_hash,
    new_nodes,
    node_hash,
    root,
    tree_hash,
    verify_consistency,
    verify_inclusion,
)

# RFC 6962 test vectors of the reference implementation (certificate-transparency, merkle_tree_test).
VECTOR = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


class Store(dict):
    size = 0

    def add(self, data):
        for level, index, found in new_nodes(self.size, leaf_hash(data), self.at):
            assert (level, index) not in self
            self[level, index] = found
        self.size += 1

    def at(self, level, index):
        return self[level, index]


def grown(count):
    store = Store()
    for number in range(count):
        store.add(b"%d" % number)
    return store


def test_the_roots_are_those_of_rfc_6962():
    store = Store()
    assert root(0, store.at) == EMPTY == tree_hash([])
    for data in VECTOR:
        store.add(data)
        if store.size in ROOTS:
            assert root(store.size, store.at).hex() == ROOTS[store.size]
            assert tree_hash(VECTOR[: store.size]).hex() == ROOTS[store.size]


def test_every_inclusion_proof_of_every_size_holds_and_no_other():
    store = grown(40)
    for size in range(1, 41):
        top = root(size, store.at)
        for index in range(size):
            proof, leaf = inclusion(index, size, store.at), store[0, index]
            assert verify_inclusion(index, size, leaf, proof, top)
            assert not verify_inclusion(index, size, leaf, [*proof, leaf], top)
            assert not verify_inclusion(index, size, leaf, proof[:-1], top) or not proof
            assert not verify_inclusion(index, size, node_hash(leaf, leaf), proof, top)
            assert not verify_inclusion(size, size, leaf, proof, top)
            assert not verify_inclusion(-1, size, leaf, proof, top)


def test_every_consistency_proof_of_every_two_sizes_holds_and_no_other():
    store = grown(33)
    roots = {size: root(size, store.at) for size in range(1, 34)}
    for new in range(1, 34):
        for old in range(1, new + 1):
            proof = consistency(old, new, store.at)
            assert verify_consistency(old, new, roots[old], roots[new], proof)
            assert not verify_consistency(old, new, roots[old], roots[new], [*proof, EMPTY])
            assert not verify_consistency(old, new, EMPTY, roots[new], proof)
            assert not verify_consistency(old, new, roots[old], EMPTY, proof)
            assert not proof or not verify_consistency(old, new, roots[old], roots[new], proof[:-1])
    assert not verify_consistency(3, 2, roots[3], roots[2], [])
    assert not verify_consistency(0, 2, EMPTY, roots[2], [])
    assert not verify_consistency(3, 7, roots[3], roots[7], [])


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70))
def test_stored_nodes_and_one_pass_agree(leaves):
    store = Store()
    for data in leaves:
        store.add(data)
    assert root(len(leaves), store.at) == tree_hash(leaves)


@pytest.mark.parametrize(
    ("call", "arguments"),
    [(inclusion, (3, 3)), (inclusion, (-1, 3)), (consistency, (0, 3)), (consistency, (4, 3))],
)
def test_proofs_outside_the_tree_are_not_made(call, arguments):
    with pytest.raises(ValueError, match=r"."):
        call(*arguments, grown(3).at)
