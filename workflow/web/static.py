"""Our own stylesheet and scripts: read once, served under an address that holds a fingerprint, cached for good."""

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from workflow.web.reply import Reply

FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"


@dataclass(frozen=True)
class StaticFile:
    content: bytes
    packed: bytes
    media_type: str
    mark: str


class StaticFiles:
    """The files of `workflow/web/static`, in memory: a few kilobytes that every page needs."""

    def __init__(self, folder: Path | None = None) -> None:
        self.files = {
            path.name: _read(path)
            for path in sorted((folder or Path(__file__).parent / "static").iterdir())
            if path.is_file() and not path.name.startswith(".")
        }
        self.version = sha256("".join(one.mark for one in self.files.values()).encode()).hexdigest()[:12]

    def url(self, name: str) -> str:
        """`/static/site.css?v=<fingerprint>`. Raises KeyError for a file that is not there."""
        return f"/static/{name}?v={self.files[name].mark}"

    def reply(self, name: str, version: str, accepts: str) -> Reply | None:
        """The file, packed for who accepts that; None when there is none. Another version is kept only shortly."""
        file = self.files.get(name)
        if file is None:
            return None
        headers = {
            "cache-control": FOREVER if version == file.mark else SHORTLY,
            "etag": f'"{file.mark}"',
            "vary": "accept-encoding",
        }
        if "gzip" in accepts:
            return Reply(200, file.packed, file.media_type, headers | {"content-encoding": "gzip"})
        return Reply(200, file.content, file.media_type, headers)


def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith("javascript"):
        kind = f"{'text/javascript' if path.suffix == '.js' else kind}; charset=utf-8"
    return StaticFile(content, gzip.compress(content, 9, mtime=0), kind, sha256(content).hexdigest()[:12])
