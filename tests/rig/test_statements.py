"""Two engines of one kind share what they have compiled, and nothing else."""

from pathlib import Path

from sqlalchemy import text

from tests.rig.statements import known


def rows(engine) -> list[int]:
    with engine.connect() as connection:
        return [row[0] for row in connection.execute(text("SELECT n FROM one"))]


def test_the_second_engine_knows_the_first_ones_statements_and_has_its_own_rows(tmp_path: Path) -> None:
    engines = [known(f"sqlite:///{tmp_path / name}") for name in ("a.db", "b.db")]
    for n, engine in enumerate(engines):
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE one (n INTEGER)"))
            connection.execute(text("INSERT INTO one VALUES (:n)"), {"n": n})
    assert [rows(engine) for engine in engines] == [[0], [1]]
    third = known(f"sqlite:///{tmp_path / 'c.db'}")
    assert third.dialect is known("sqlite://").dialect and third._compiled_cache is not None
    for engine in engines:
        engine.dispose()
