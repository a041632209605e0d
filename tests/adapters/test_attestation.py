"""The maker's statement about a key, held against roots that somebody chose."""

from pathlib import Path

import pytest

from tests.rig.maker import MODEL, MadeKey, Maker
from workflow.adapters import attestation
from workflow.core.errors import Refused
from workflow.evidence.software_key import SOFTWARE_AAGUID, SoftwareKey


def folder(where: Path, *makers: Maker) -> Path:
    """A folder of the makers' roots."""
    where.mkdir(exist_ok=True)
    for number, maker in enumerate(makers):
        (where / f"{number}.pem").write_bytes(maker.pem)
    return where


def of(key: SoftwareKey, roots: Path) -> tuple[str, str]:
    made = key.register(b"c" * 32, rp_id="localhost", origin="http://localhost:8000")
    return attestation.attested(made.attestation_object, attestation.roots(roots))


def test_a_key_is_attested_up_to_the_root_that_was_chosen(tmp_path: Path) -> None:
    other, maker = Maker(), Maker()
    assert of(MadeKey(maker), folder(tmp_path, other, maker)) == ("packed", maker.hash)


def test_another_makers_root_is_none(tmp_path: Path) -> None:
    assert of(MadeKey(Maker()), folder(tmp_path, Maker())) == ("", "")


@pytest.mark.parametrize(
    ("maker", "key"),
    [
        ({}, {"own": True}), ({"unit": "Sales"}, {}), ({"ca": True}, {}), ({"model": b"x" * 16}, {}), ({"days": -1}, {}),
        ({"model": SOFTWARE_AAGUID}, {"aaguid": SOFTWARE_AAGUID}),
    ],
    ids=["vouches for itself", "another certificate of the maker", "one that signs others", "of another model", "no longer valid", "software"],
)  # fmt: skip
def test_what_does_not_show_who_made_a_key_leaves_it_claimed(
    tmp_path: Path, maker: dict[str, object], key: dict[str, object]
) -> None:
    made = Maker(**maker)
    assert of(MadeKey(made, **key), folder(tmp_path, made)) == ("", "")


def test_a_certificate_that_names_no_model_speaks_for_all_of_its_maker(tmp_path: Path) -> None:
    made = Maker(model=b"")
    assert of(MadeKey(made, aaguid=MODEL), folder(tmp_path, made)) == ("packed", made.hash)


def test_a_key_without_a_statement_is_claimed(tmp_path: Path) -> None:
    assert of(SoftwareKey(), folder(tmp_path, Maker())) == ("", "")


def test_a_certificate_that_cannot_be_read_shows_nothing() -> None:
    assert not attestation._for_model(b"no certificate", MODEL, packed=True)


def test_roots_are_read_from_a_folder_and_a_bad_one_is_told_at_the_start(tmp_path: Path) -> None:
    assert attestation.roots(None) == ()
    maker = Maker()
    assert [one.hash for one in attestation.roots(folder(tmp_path / "good", maker))] == [maker.hash]
    for name, content in (("missing", None), ("empty", None), ("bad", b"no certificate")):
        where = tmp_path / name
        if name != "missing":
            where.mkdir()
        if content:
            (where / "x.pem").write_bytes(content)
        with pytest.raises(Refused):
            attestation.check(where, attested_keys=False, demo=False)


def test_the_settings_make_sense_together(tmp_path: Path) -> None:
    there = folder(tmp_path, Maker())
    attestation.check(there, attested_keys=True, demo=False)
    attestation.check(None, attested_keys=False, demo=True)
    with pytest.raises(Refused, match="demo"):
        attestation.check(there, attested_keys=True, demo=True)
    with pytest.raises(Refused, match="roots"):
        attestation.check(None, attested_keys=True, demo=False)
