"""What a witness remembers, whatever happens to it."""

import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.witness.logs import ORIGIN, Log
from workflow.core.errors import Refused
from workflow.evidence import cosignature, tlog
from workflow.evidence.errors import Bad
from workflow.witness.folder import Folder, begin

TIME = 1778000000
Key = Ed25519PrivateKey


def test_it_signs_what_continues_and_remembers_it(folder: Folder, key: Key) -> None:
    first, later = Log(5, key), Log(300, key)
    signed = folder.sign(first.note, 0, [], time=TIME)
    cosignature.check(first.note, signed)
    assert signed.key == folder.vkey and folder.logs()[ORIGIN].seen.size == 5
    folder.sign(later.note, 5, later.proof(5), time=TIME)
    assert Folder(folder.path).logs()[ORIGIN].seen.size == 300


def test_a_truncated_log_is_refused(folder: Folder, key: Key) -> None:
    """Signed anew by the log's own key, and every proof it could bring."""
    grown, cut = Log(300, key), Log(200, key)
    folder.sign(grown.note, 0, [], time=TIME)
    for old, code in ((300, "witness.old"), (200, "witness.behind"), (0, "witness.behind")):
        with pytest.raises(Bad) as bad:
            folder.sign(cut.note, old, [], time=TIME)
        assert bad.value.code == code
    assert folder.logs()[ORIGIN].seen.size == 300


@pytest.mark.parametrize("size", [300, 400])
def test_a_forked_log_is_refused(folder: Folder, key: Key, size: int) -> None:
    folder.sign(Log(300, key).note, 0, [], time=TIME)
    forked = Log(size, key, fork_at=250)
    with pytest.raises(Bad) as bad:
        folder.sign(forked.note, 300, forked.proof(300), time=TIME)
    assert bad.value.code == ("witness.forked" if size == 300 else "witness.proof")


def test_sixteen_at_once_never_take_its_memory_back(folder: Folder, key: Key) -> None:
    """Half of them show a fork. Whichever comes first wins, and nothing of the other is ever signed."""
    logs = [Log(10 + n, key, fork_at=None if n % 2 else 3) for n in range(16)]
    barrier, signed = threading.Barrier(16), []

    def ask(log: Log) -> None:
        barrier.wait()
        try:
            folder.sign(log.note, 0, [], time=TIME)
            signed.append(log)
        except Bad as bad:
            assert bad.code == "witness.behind"

    threads = [threading.Thread(target=ask, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(signed) == 1 and folder.logs()[ORIGIN].seen.size == signed[0].size


def test_a_folder_others_may_read_is_refused(folder: Folder) -> None:
    folder.path.chmod(0o755)
    with pytest.raises(Refused, match="may be read by others"):
        Folder(folder.path)


def test_there_is_one_witness_in_a_folder_and_none_where_none_was_made(
    folder: Folder, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="There is a witness"):
        begin(folder.path, "another.example")
    with pytest.raises(Refused, match="There is no witness"):
        Folder(tmp_path / "nowhere")
    with pytest.raises(Refused, match="'a name with spaces' cannot be the name of a witness"):
        begin(tmp_path / "other", "a name with spaces")
    assert not (tmp_path / "other").exists()


def test_a_log_has_one_key(folder: Folder, key: Key) -> None:
    assert folder.watch(tlog.vkey(ORIGIN, key)) == folder.logs()[ORIGIN]
    with pytest.raises(Refused, match="another key"):
        folder.watch(tlog.vkey(ORIGIN, Key.generate()))
    folder.watch(tlog.vkey("other.example/log", Key.generate()))
    assert sorted(folder.logs()) == [ORIGIN, "other.example/log"]


def test_a_damaged_memory_is_noticed(folder: Folder, key: Key) -> None:
    folder.sign(Log(5, key).note, 0, [], time=TIME)
    file = next((folder.path / "logs").glob("*.json"))
    file.write_text(file.read_text().replace("\\n5\\n", "\\n4\\n"))
    with pytest.raises(Bad) as bad:
        folder.sign(Log(9, key).note, 4, Log(9, key).proof(4), time=TIME)
    assert bad.value.code == "log.checkpoint"


def test_a_log_that_replaced_its_key_goes_on_from_what_was_seen(folder: Folder, key: Key) -> None:
    folder.sign(Log(5, key).note, 0, [], time=TIME)
    new = Key.generate()
    for _ in range(2):
        assert folder.watch(tlog.vkey(ORIGIN, new), instead=True).seen.size == 5
    with pytest.raises(Bad, match=r"witness\.signature"):
        folder.sign(Log(9, key).note, 5, Log(9, key).proof(5), time=TIME)
    with pytest.raises(Bad, match=r"witness\.proof"):
        folder.sign(Log(9, new, fork_at=3).note, 5, Log(9, new).proof(5), time=TIME)
    folder.sign(Log(9, new).note, 5, Log(9, new).proof(5), time=TIME)
    assert Folder(folder.path).logs()[ORIGIN].seen.size == 9
