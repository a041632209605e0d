"""SQL compiled once a process, not once a test.

SQLAlchemy keeps the statements it has compiled with the engine, and keys them by the engine's dialect object. The service has
one engine and never notices; the tests open one a test, and would compile every statement of the house some thousand times.
Here every engine of one kind takes over the dialect and the statements of the first that connected.
"""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.util import LRUCache

MANY = 5_000
_first: dict[str, Engine] = {}


def known(*args: Any, **options: Any) -> Engine:
    """As `create_engine`, with what the first engine of this kind has learnt."""
    engine = create_engine(*args, **options)
    if (first := _first.get(engine.name)) is not None:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine
    engine._compiled_cache = LRUCache(MANY)

    @event.listens_for(engine, "connect")
    def remember(connection: Any, record: Any) -> None:
        _first.setdefault(engine.name, engine)  # by now its dialect has asked the server who it is

    return engine
