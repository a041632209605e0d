from dataclasses import replace
from pathlib import Path

from workflow.adapters import renderer


def test_the_same_computer_is_like_itself() -> None:
    code = [Path(renderer.__file__)]
    assert renderer.here(None, code).unlike(renderer.here(None, code)) == []


def test_what_differs_is_named_with_both_values() -> None:
    ours = renderer.here(None)
    assert ours.unlike(replace(ours, typst="0.1")) == [f"Typst 0.1 there, {ours.typst} here"]
    assert ours.unlike(replace(ours, fonts="abc"))[0] == "additional fonts abc there, none here"


def test_a_font_is_known_by_its_name_and_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "one.ttf").write_bytes(b"glyphs")
    first = renderer.here(tmp_path).fonts
    (tmp_path / "inner" / "one.ttf").write_bytes(b"glyphz")
    second = renderer.here(tmp_path).fonts
    (tmp_path / "inner" / "one.ttf").rename(tmp_path / "inner" / "two.ttf")
    assert len({"", first, second, renderer.here(tmp_path).fonts}) == 4


def test_other_code_is_another_template(tmp_path: Path) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("words = 'a'")
    two.write_text("words = 'b'")
    assert len({renderer.here(None, code).template for code in ((), (one,), (two,), (one, two))}) == 4
