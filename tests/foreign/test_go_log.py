"""Checkpoints, proofs, cosignatures and tiles in the hands of Go's own checksum database (`sumdb/note`, `sumdb/tlog`)."""

import base64
import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from tests.foreign import vectors
from tests.foreign.tools import go_program
from tests.foreign.vectors import Said, unb64u
from workflow.audit.tree import Tree
from workflow.evidence import cosignature, leaf, merkle, receipt, tiles, tlog
from workflow.evidence.errors import Bad
from workflow.evidence.tiles import ENTRIES, Tile

Ask = Callable[[list[Said]], list[Said]]
REFUSED = {
    "log-another": "checkpoint", "log-forked": "record", "log-truncated": "record", "proof-size": "record",
    "witness-of-another": "cosignature",
}  # fmt: skip
"""The bad vectors whose fault lies where these packages look, and what they refuse."""


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Questions to the Go program, all in one run."""
    program = go_program(Path(__file__).parent / "gocheck", tmp_path_factory.mktemp("go"))

    def asked(questions: list[Said]) -> list[Said]:
        said = json.dumps(questions, default=lambda data: base64.b64encode(data).decode()).encode()
        done = subprocess.run([program], input=said, capture_output=True, timeout=60, check=True)
        answers: list[Said] = json.loads(done.stdout)
        assert len(answers) == len(questions)
        return answers

    return asked


def questions(name: str) -> list[Said]:
    """All that a package claims of logs and witnesses."""
    parcel, keys = vectors.package(name), vectors.policy(name)["log_keys"]
    note = parcel["log"]["checkpoint"]
    size, root = head(note)
    asked = [{"op": "checkpoint", "keys": keys, "note": note}]
    asked += [record(entry, size, root) for entry in vectors.entries(parcel)]
    if "publication" in parcel:
        later = parcel["publication"]
        new, new_root = head(later["checkpoint"])
        asked.append({"op": "checkpoint", "keys": keys, "note": later["checkpoint"]})
        asked += [record(entry, new, new_root) for entry in later["chain"]]
        asked.append({
            "op": "tree", "old": size, "old_root": root, "size": new, "root": new_root,
            "proof": [unb64u(step) for step in later["consistency"]],
        })  # fmt: skip
    over = parcel["publication"]["checkpoint"] if "publication" in parcel else note
    for one in parcel.get("cosignatures", ()):  # a quotation carries none
        signature = unb64u(one["signature"])
        asked.append(
            {
                "op": "cosignature",
                "keys": [one["key"]],
                "note": over,
                "time": one["time"],
                "signature": signature,
            }
        )
    return asked


def head(note: str) -> tuple[int, bytes]:
    _, size, root, *_ = note.split("\n")
    return int(size), base64.b64decode(root)


def record(entry: Said, size: int, root: bytes) -> Said:
    data, proof = vectors.leaf_data(entry["leaf"]), [unb64u(step) for step in entry["proof"]]
    return {"op": "record", "size": size, "root": root, "index": entry["index"], "leaf": data, "proof": proof}


def ours(one: Said) -> bool:
    """What our own functions say to the same question."""
    try:
        match one["op"]:
            case "checkpoint":
                tlog.open_checkpoint(one["note"], one["keys"])
            case "record":
                hashed = merkle.leaf_hash(one["leaf"])
                return merkle.verify_inclusion(one["index"], one["size"], hashed, one["proof"], one["root"])
            case "tree":
                return merkle.verify_consistency(
                    one["old"], one["size"], one["old_root"], one["root"], one["proof"]
                )
            case "cosignature":
                made = cosignature.Cosignature(one["keys"][0], one["time"], one["signature"])
                cosignature.check(one["note"], made)
    except Bad:
        return False
    return True


@pytest.mark.parametrize("name", vectors.GOOD)
def test_go_agrees_with_every_good_vector(ask: Ask, name: str) -> None:
    asked = questions(name)
    assert [answer["why"] for answer in ask(asked) if not answer["ok"]] == []
    assert len(asked) > 10


@pytest.mark.parametrize("name", REFUSED)
def test_go_refuses_what_is_wrong_with_the_log(ask: Ask, name: str) -> None:
    asked = questions(name)
    refused = {one["op"] for one, answer in zip(asked, ask(asked), strict=True) if not answer["ok"]}
    assert REFUSED[name] in refused
    assert vectors.expected(name)["code"].startswith("log.")


def test_go_and_we_give_one_answer_to_every_question_of_every_vector(ask: Ask) -> None:
    """But for two: a line by a key that was not asked about, in ML-DSA-44 or by a stranger, Go passes over and we refuse."""
    asked = [(name, one) for name in vectors.READABLE for one in questions(name)]
    answers = ask([one for _, one in asked])
    differ = {name for (name, one), answer in zip(asked, answers, strict=True) if answer["ok"] != ours(one)}
    assert differ == {"note-line", "good-mldsa"} and len(asked) > 1000


def test_go_follows_a_receipt_from_the_leaf_that_it_names(ask: Ask) -> None:
    """Read as C2SP tlog-proof has it: `extra` may stand before the index, and nothing else differs."""
    parcel, keys = vectors.package(vectors.GOOD[0]), vectors.policy(vectors.GOOD[0])["log_keys"]
    signed = next(one for one in parcel["edition_chain"] if one["leaf"]["event"] == "signed")
    steps, note = [unb64u(step) for step in signed["proof"]], parcel["log"]["checkpoint"]
    said = receipt.extra(signed["leaf"], signed["envelope"])
    top, _, kept = tlog.tlog_proof(signed["index"], steps, note, said).partition("\n\n")
    first, extra, index, *proof = top.split("\n")
    named = json.loads(base64.b64decode(extra.removeprefix("extra ")))["leaf"]
    size, root = head(kept)
    question = {
        "op": "record", "size": size, "root": root, "index": int(index.removeprefix("index ")),
        "leaf": vectors.leaf_data(named), "proof": [base64.b64decode(step) for step in proof],
    }  # fmt: skip
    other = question | {"leaf": vectors.leaf_data(named | {"slot": "district-2"})}
    checkpoint = {"op": "checkpoint", "keys": keys, "note": kept}
    assert first == "c2sp.org/tlog-proof@v1"
    assert [answer["ok"] for answer in ask([checkpoint, question, other])] == [True, True, False]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tree]:
    """A log of 700 leaves as the files under /log/tile/."""
    chance, folder = random.Random(700), tmp_path_factory.mktemp("tile")
    entries = [leaf.leaf_data(leaf.private_leaf(chance.randbytes(32), {"number": n})) for n in range(700)]
    tree = Tree(bytearray(b"".join(map(merkle.leaf_hash, entries))))

    def write(tile: Tile, data: bytes) -> None:
        file = folder / tile.address()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    for tile in tiles.all_of(700):
        places = range(tile.first, tile.first + tile.width)
        write(tile, b"".join(tree(8 * tile.level, place) for place in places))
        if tile.level == 0:
            bundle = tiles.bundle(entries[tile.first : tile.first + tile.width])
            write(Tile(ENTRIES, tile.number, tile.width), bundle)
    return folder, tree


def of_tiles(folder: Path, tree: Tree, index: int = 0, old: int = 1) -> Said:
    return {
        "op": "tiles", "folder": str(folder), "size": tree.size, "root": tree.root(tree.size), "index": index, "old": old,
    }  # fmt: skip


def test_go_makes_the_same_root_and_proofs_from_our_tiles(ask: Ask, published: tuple[Path, Tree]) -> None:
    folder, tree = published
    places = [(0, 1), (255, 256), (256, 257), (511, 300), (512, 512), (699, 699), (433, 700)]
    answers = ask([of_tiles(folder, tree, index, old) for index, old in places])
    for (index, old), answer in zip(places, answers, strict=True):
        assert answer["ok"], answer["why"]
        assert plain(answer["record"]) == merkle.inclusion(index, 700, tree)
        assert plain(answer["tree"]) == merkle.consistency(old, 700, tree)


def plain(proof: list[str] | None) -> list[bytes]:
    return [base64.b64decode(step) for step in proof or []]


@pytest.mark.parametrize("address", ["0/000", "0/002.p/188", "1/000.p/2", "entries/001", "entries/002.p/188"])
def test_go_refuses_a_tile_with_one_byte_exchanged(
    ask: Ask, published: tuple[Path, Tree], address: str
) -> None:
    folder, tree = published
    file = folder / address
    good = file.read_bytes()
    flipped = bytearray(good)
    flipped[random.Random(address).randrange(len(good))] ^= 1
    try:
        file.write_bytes(flipped)
        assert not ask([of_tiles(folder, tree)])[0]["ok"]
    finally:
        file.write_bytes(good)


def test_go_reads_a_checkpoint_that_is_signed_with_mldsa_too(ask: Ask) -> None:
    """It knows no such key, so it passes that line over; Chromium's WebCrypto checks it (test_chromium.py)."""
    key = Ed25519PrivateKey.generate()
    note = tlog.sign_checkpoint("log.example/1", 7, b"r" * 32, key)
    both = tlog.sign_beside(note, MLDSA44PrivateKey.generate(), 1_790_000_000)
    good, alone = ask(
        [
            {"op": "checkpoint", "keys": [tlog.vkey("log.example/1", key)], "note": one}
            for one in (both, both.replace(note.splitlines()[-1] + "\n", ""))
        ]
    )
    assert good["ok"] and good["size"] == 7 and not alone["ok"]


def test_go_reads_the_checkpoint_that_we_sign(ask: Ask) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    note = tlog.sign_checkpoint("log.example/1", 7, b"r" * 32, key)
    theirs = [
        [tlog.vkey("log.example/1", key)],
        [tlog.vkey("log.example/1", other)],
        [tlog.vkey("log.example/2", key)],
    ]
    good, another, elsewhere, changed = ask(
        [{"op": "checkpoint", "keys": keys, "note": note} for keys in theirs]
        + [{"op": "checkpoint", "keys": theirs[0], "note": note.replace("\n7\n", "\n8\n")}]
    )
    assert good["ok"] and good["size"] == 7 and base64.b64decode(good["root"]) == b"r" * 32
    assert not another["ok"] and not elsewhere["ok"] and not changed["ok"]
