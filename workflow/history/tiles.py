"""The log as static files: tiles and bundles of what a signed checkpoint covers (docs/format.md, section 7).

What is served under one address never changes, so anyone may keep it for good. Leaf data may be published as it is: public
links stand in clear, everything else is a salted commitment.
"""

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.evidence import tiles
from workflow.evidence.errors import Bad
from workflow.evidence.tiles import ENTRIES, HEIGHT, Tile
from workflow.history.models import LogNode
from workflow.history.queries import leaves, newest_checkpoint


def read(session: Session, address: str) -> bytes:
    """The bytes at `0/x001/067.p/3` or `entries/000`. Raises NotFound for what no checkpoint covers."""
    try:
        tile = tiles.parse(address)
    except Bad:
        raise NotFound("tile") from None
    newest = newest_checkpoint(session)
    if newest is None or tiles.held(tile.level, tile.number, newest.size) < tile.width:
        raise NotFound("tile")
    if tile.level == ENTRIES:
        return tiles.bundle(leaves(session, tile.first, tile.first + tile.width))
    return _hashes(session, tile)


def _hashes(session: Session, tile: Tile) -> bytes:
    rows = session.exec(
        select(LogNode.hash)
        .where(
            LogNode.level == tile.level * HEIGHT,
            col(LogNode.number).between(tile.first, tile.first + tile.width - 1),
        )
        .order_by(col(LogNode.number))
    )
    return b"".join(rows)
