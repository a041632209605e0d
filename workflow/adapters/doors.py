"""How a room offers pages and acts to the outside, without knowing what serves them.

A room declares `Doors`; `workflow.web` turns each door into an HTML page and, under `/api/v1`, into its JSON twin.
Both call the same function and render the same value, so a page and its API cannot drift apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session

from workflow.adapters.settings import Settings
from workflow.core.people import Actor


@dataclass(frozen=True)
class Desk:
    """What a request brings to a door: the open transaction, who acts, and when (`now` in UTC; which day that is depends on the place)."""

    session: Session
    actor: Actor
    now: datetime
    settings: Settings


@dataclass(frozen=True)
class Upload:
    """A file somebody sent. The bytes are hostile until an importer has looked at them."""

    name: str
    content: bytes


@dataclass
class Form:
    """Base of every form. Fields are strings (or lists of strings, or `Upload | None`) with defaults:
    what is required, and in which words it is missed, is for the action to say."""


def one_of(label: str, options: Iterable[Sequence[str]], default: str = "") -> Any:
    """A form's field that takes one of these, each `(value, words, ...)`. A refusal that keeps what was sent offers them in words."""
    return field(default=default, metadata={"label": label, "options": [[one[0], one[1]] for one in options]})


@dataclass(frozen=True)
class Page:
    """A value and the template that shows it. The JSON API sends the value itself.

    `etag` is a version of what is shown, never a digest of text that is not public (docs/trust.md).
    `public` pages are the same for every visitor and may be cached.
    `noted` writes down, in a transaction of its own, that somebody was shown this page for the first time. Only where there is
    something to write: a look at a page changes nothing else, and a program's look is none.
    """

    template: str
    value: dict[str, Any]
    etag: str = ""
    public: bool = False
    status: int = 200
    noted: Callable[[Session], None] | None = None


@dataclass(frozen=True)
class Done:
    """An act succeeded: where to look next, and what the API answers.

    `session_token` signs the visitor in with that token; an empty string signs out; None leaves it alone.
    """

    location: str
    value: dict[str, Any] = field(default_factory=dict)
    session_token: str | None = None


@dataclass(frozen=True)
class File:
    """Bytes served as they are, under a name, with their media type. What is `forever` never changes at its address.

    `policy`: a content security policy of this file's own, for a page that carries its script within.
    `noted` writes down, in a transaction of its own before the bytes leave, that somebody was given them.
    """

    content: bytes
    media_type: str
    name: str = ""
    etag: str = ""
    public: bool = False
    download: bool = False
    forever: bool = False
    policy: str = ""
    noted: Callable[[Session], None] | None = None


Answer = Page | Done | File
F = TypeVar("F", bound=Callable[..., Answer])
Version = Callable[[Session, datetime], str]


@dataclass(frozen=True)
class Door:
    """One address, one method, the act it performs (a row of `core.permissions`), and the function behind it.

    `api=False` keeps a door off the JSON API: files, and ceremonies that only make sense on a page.
    `version`, of a door whose answer is the same for every stranger, is one small statement that names the state of what
    the answer is made from: while it names the same one, the answer made before is sent again.
    """

    method: str
    path: str
    act: str
    open: Callable[..., Answer]
    room: str
    api: bool = True
    max_bytes: int = 1_000_000
    version: Version | None = None

    @property
    def largest(self) -> str:
        """In words, how much may be sent here: for the page that asks and for the refusal alike."""
        return largest(self.max_bytes)


def largest(most: int) -> str:
    """ "20 MB", "50 kB"."""
    return f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1_000} kB"


@dataclass
class Doors:
    """The doors of one room, in the order they were declared."""

    room: str
    all: list[Door] = field(default_factory=list)

    def get(
        self, path: str, *, act: str, api: bool = True, version: Version | None = None
    ) -> Callable[[F], F]:
        return self._door("GET", path, act, api, 0, version)

    def post(self, path: str, *, act: str, api: bool = True, max_bytes: int = 1_000_000) -> Callable[[F], F]:
        return self._door("POST", path, act, api, max_bytes)

    def _door(
        self, method: str, path: str, act: str, api: bool, max_bytes: int, version: Version | None = None
    ) -> Callable[[F], F]:
        def declare(function: F) -> F:
            self.all.append(Door(method, path, act, function, self.room, api, max_bytes, version))
            return function

        return declare
