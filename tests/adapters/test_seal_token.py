"""The seal's key on a token, as far as no token is needed; with one: tests/foreign/test_token.py."""

import sys
from pathlib import Path

import pytest

from workflow.adapters.keystore import Keystore
from workflow.adapters.seal_token import Place, TokenSeal, read
from workflow.adapters.settings import Settings, from_environment
from workflow.core.errors import Refused

ADDRESS = "pkcs11:token=The%20Office;object=seal?module-path=/usr/lib/vendor.so"


def test_the_address_names_library_token_and_key() -> None:
    assert read(ADDRESS) == Place("/usr/lib/vendor.so", "The Office", "seal")
    assert TokenSeal(ADDRESS, "").where == "pkcs11:token=The%20Office;object=seal"


@pytest.mark.parametrize(
    "address",
    ["", "seal.p12", "pkcs11:token=a?module-path=b", "pkcs11:token=a;object=b", "pkcs11:token=a;object=b;id=c?module-path=d"],
    ids=["empty", "file", "no-object", "no-library", "more"],
)  # fmt: skip
def test_another_address_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(Refused, match="is not the address of a key on a token") as no:
        read(address)
    assert "module-path=" in no.value.remedy


@pytest.mark.parametrize("where", [";pin-value=1234", "&pin-value=1234", "&pin-source=file:x"])
def test_a_pin_in_the_address_is_refused_and_not_repeated(where: str) -> None:
    path, _, query = ADDRESS.partition("?")
    address = f"{path}{where}?{query}" if where[0] == ";" else ADDRESS + where
    with pytest.raises(Refused, match="does not belong") as no:
        read(address)
    assert "1234" not in str(no.value) + no.value.remedy


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(Refused, match="python-pkcs11 is not installed") as no:
        assert TokenSeal(ADDRESS, "1234").certificate
    assert "countersign[pkcs11]" in no.value.remedy
    with pytest.raises(Refused, match="not installed"):
        TokenSeal(ADDRESS, "1234").sign(b"data")


def test_without_a_pin_nothing_is_tried() -> None:
    with pytest.raises(Refused, match="PIN of the token") as no:
        TokenSeal(ADDRESS, "").sign(b"data")
    assert "COUNTERSIGN_SEAL_PIN_FILE" in no.value.remedy


def test_a_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be used"):
        assert TokenSeal(f"pkcs11:token=a;object=b?module-path={tmp_path}/none.so", "1").certificate


def test_the_pin_comes_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("736251\n")
    found = {"COUNTERSIGN_SEAL_TOKEN": ADDRESS, "COUNTERSIGN_SEAL_PIN_FILE": str(tmp_path / "pin")}
    settings = from_environment(found, data=tmp_path)
    assert settings.seal_pin == "736251" and "736251" not in repr(settings)
    assert "736251" not in repr(TokenSeal(ADDRESS, settings.seal_pin))
    with pytest.raises(ValueError, match="put it into a file"):
        from_environment({"COUNTERSIGN_SEAL_PIN": "736251"})


def test_a_key_in_two_places_is_refused(tmp_path: Path) -> None:
    twice = Settings(data=tmp_path, seal_token=ADDRESS, seal_file=tmp_path / "seal.p12")
    with pytest.raises(Refused, match="set twice"):
        Keystore.of(twice)


def test_it_is_rotated_on_the_token_and_not_here(tmp_path: Path) -> None:
    keys = Keystore.of(Settings(data=tmp_path, seal_token=ADDRESS))
    assert keys.seal_elsewhere == "pkcs11:token=The%20Office;object=seal"
    with pytest.raises(Refused, match="The key of the seal is in pkcs11:token="):
        keys.own("seal")
