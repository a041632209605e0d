"""Which certificates of another authority sealed here, and when: what was replaced stays, with its end."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.adapters.test_keystore import pkcs12_file
from workflow.adapters import sealers
from workflow.adapters.keystore import Keystore
from workflow.core.errors import Unready
from workflow.evidence.fields import write_moment
from workflow.evidence.policy import SealAuthority


def test_with_a_seal_of_our_own_nothing_is_written(tmp_path: Path, now: datetime) -> None:
    keys = Keystore(tmp_path / "keys")
    keys.note_seal(now)
    assert keys.seal_authorities == [SealAuthority(keys.authority)]
    assert not (keys.folder / sealers.SEALS).exists()


def test_a_certificate_that_was_replaced_stays_until_a_day_later(tmp_path: Path, now: datetime) -> None:
    first, second = (
        Keystore(tmp_path / "keys", "", pkcs12_file(tmp_path / name, None, b"opens it"), "opens it")
        for name in ("one.p12", "two.p12")
    )
    later = now + timedelta(days=40)
    over = write_moment(later + timedelta(days=1))
    first.note_seal(now)
    assert sealers.known(first.folder) == [SealAuthority(first.seal.certificate)]
    second.note_seal(later)
    both = [SealAuthority(first.seal.certificate, "", over), SealAuthority(second.seal.certificate, write_moment(later))]  # fmt: skip
    assert sealers.known(first.folder) == both
    second.note_seal(later + timedelta(days=1))
    assert sealers.known(first.folder) == both
    assert second.seal_authorities == [SealAuthority(second.authority), *both]
    Keystore(first.folder).note_seal(later + timedelta(days=9))
    assert [bool(one.until) for one in sealers.known(first.folder)] == [True, True]
    first.note_seal(later + timedelta(days=20))
    assert sealers.known(first.folder)[-1] == SealAuthority(first.seal.certificate)


def test_the_list_is_ours_alone_to_read(tmp_path: Path, now: datetime) -> None:
    keys = Keystore(tmp_path / "keys", "", pkcs12_file(tmp_path / "one.p12", None, b"opens it"), "opens it")
    keys.note_seal(now)
    (keys.folder / sealers.SEALS).chmod(0o644)
    with pytest.raises(Unready, match="may be read by others"):
        assert keys.seal_authorities
