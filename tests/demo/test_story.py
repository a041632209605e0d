from tests.demo.conftest import Performance


def test_the_chapters_of_a_life_in_their_order(performance: Performance) -> None:
    chapters = [line for line in performance.told.splitlines() if line[:1].isdigit()]
    assert chapters == [
        "1. Who takes part", "2. Whose keys: each side's public record", "3. The draft", "4. The review", "5. Frozen and signed",
        "6. Published", "7. A year passes",
    ]  # fmt: skip
    assert "The next edition opened by itself, from the signed text." in performance.told
    assert "\nVerified. (" in performance.told
