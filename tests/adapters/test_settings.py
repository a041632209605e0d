"""Settings: one table, in the code and in docs/settings.md."""

from dataclasses import fields
from pathlib import Path

import pytest

from workflow.adapters.settings import Settings, from_environment
from workflow.core.errors import Refused

PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_every_setting_stands_in_the_documentation_once() -> None:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == [field.name.upper() for field in fields(Settings)]


def test_the_environment_is_read_by_kind() -> None:
    read = from_environment(
        {"COUNTERSIGN_DATA": "/srv", "COUNTERSIGN_DEMO": "yes", "COUNTERSIGN_SIGNING_DAYS": "7", "HOME": "x"}
    )
    assert (read.data, read.demo, read.signing_days, read.redis_url) == (Path("/srv"), True, 7, "")
    assert from_environment({"COUNTERSIGN_TICK_SECONDS": "0.5"}).tick_seconds == 0.5


def test_a_secret_comes_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    assert from_environment({"COUNTERSIGN_SECRET_FILE": str(tmp_path / "secret")}).secret == "hush"


def test_the_command_line_wins_where_it_speaks() -> None:
    env = {"COUNTERSIGN_DATA": "/srv"}
    assert from_environment(env, data=Path("here")).data == Path("here")
    assert from_environment(env, data=None).data == Path("/srv")


@pytest.mark.parametrize("name", ["COUNTERSIGN_DATABSE_URL", "COUNTERSIGN_NOTHING_FILE"])
def test_a_misspelt_setting_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        from_environment({name: "x"})


@pytest.mark.parametrize(
    ("name", "text"), [("DEMO", "perhaps"), ("SIGNING_DAYS", "soon"), ("TICK_SECONDS", "often")]
)
def test_a_value_that_cannot_be_read_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"COUNTERSIGN_{name} is '{text}'"):
        from_environment({f"COUNTERSIGN_{name}": text})


@pytest.mark.parametrize(("name", "text"), [("WAITING_HOURS", "0"), ("WAITING_HOURS", "-1"), ("SIGNING_DAYS", "0"), ("SIGNING_DAYS", "366")])  # fmt: skip
def test_terms_under_which_nothing_may_be_frozen_are_refused_at_the_start(name: str, text: str) -> None:
    with pytest.raises(Refused, match=f"COUNTERSIGN_{name} is {text}"):
        from_environment({f"COUNTERSIGN_{name}": text})


def test_only_the_demo_lets_a_key_sign_without_waiting() -> None:
    assert from_environment({"COUNTERSIGN_WAITING_HOURS": "0", "COUNTERSIGN_DEMO": "1"}).waiting_hours == 0
    assert from_environment({"COUNTERSIGN_WAITING_HOURS": "0"}, demo=True).demo
    with pytest.raises(Refused):
        from_environment({"COUNTERSIGN_WAITING_HOURS": "-1", "COUNTERSIGN_DEMO": "1"})


def test_derived_addresses() -> None:
    assert Settings(data=Path("d")).database == "sqlite:///d/countersign.db"
    assert Settings(data=Path("d")).keys_folder == Path("d/keys")
    assert Settings(database_url="postgresql+psycopg://x").database == "postgresql+psycopg://x"
    assert Settings(data=Path("d")).published_folder == Path("d/published")
    assert Settings(published=Path("/srv/published")).published_folder == Path("/srv/published")


@pytest.mark.parametrize("name", ["KEYS_PASSPHRASE", "SEAL_PASSPHRASE"])
def test_a_passphrase_is_read_from_a_file_alone_and_never_shown(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=f"set COUNTERSIGN_{name}_FILE") as no:
        from_environment({f"COUNTERSIGN_{name}": "correct horse"})
    assert "correct horse" not in str(no.value)
    (tmp_path / "words").write_text("correct horse\n")
    found = from_environment({f"COUNTERSIGN_{name}_FILE": str(tmp_path / "words")})
    assert getattr(found, name.lower()) == "correct horse" and "correct horse" not in repr(found)


@pytest.mark.parametrize(
    ("content", "why"), [(None, "cannot be read"), (b"\xff\xfe\x00", "does not hold a text")]
)
def test_a_file_that_holds_no_setting_is_refused_by_setting_and_file(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Refused, match=f"COUNTERSIGN_KEYS_PASSPHRASE_FILE names {file}, which {why}") as no:
        from_environment({"COUNTERSIGN_KEYS_PASSPHRASE_FILE": str(file)})
    assert no.value.remedy == "Put the value of COUNTERSIGN_KEYS_PASSPHRASE into it as text."
    with pytest.raises(Refused, match=r"SECRET_FILE names .*, which cannot be read"):
        from_environment({"COUNTERSIGN_SECRET_FILE": str(tmp_path)})


def test_a_setting_in_a_file_is_read_by_kind_too(tmp_path: Path) -> None:
    (tmp_path / "where").write_text("/run/tsa.pem\n")
    name = "COUNTERSIGN_TIME_AUTHORITY_CERTIFICATE"
    read = from_environment({f"{name}_FILE": str(tmp_path / "where")})
    assert read.time_authority_certificate == Path("/run/tsa.pem")
    (tmp_path / "where").write_text("-----BEGIN CERTIFICATE-----\nMII\n")
    with pytest.raises(Refused, match=f"{name}_FILE names a file that should say where") as no:
        from_environment({f"{name}_FILE": str(tmp_path / "where")})
    assert no.value.remedy == f"Set {name} to that file itself."
