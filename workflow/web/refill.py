"""The form that was sent, taken from the page that asked and filled with what was sent: its own labels, hints and choices.

Only pages of this service are read here, as they were written for this visitor. Everything outside the controls is kept as
it stands there; a control gets what was typed into it, and the words of what is wrong with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

from workflow.adapters.doors import Upload
from workflow.web.binding import Field

Attributes = dict[str, str | None]
KEPT = {"submit", "button", "image", "reset", "password"}
"""Inputs that hold nothing typed, or what no page may print."""
FRESH = {"csrf", "once"}
"""Hidden inputs that are good for one sending."""
FILE_AGAIN = "Please choose the file again: a page cannot keep it."


@dataclass(frozen=True)
class Piece:
    """A tag or the text between two, as it was written. `tag` is empty for text and "/p" for an end."""

    raw: str
    tag: str = ""
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """The page that asked: where it stands, and how it stands there now."""

    address: str
    html: str


@dataclass(frozen=True)
class Refilled:
    """The form, and where on the page each field is that something is wrong with."""

    html: Markup
    places: Mapping[str, str]


class _Forms(HTMLParser):
    """The forms of a page, each in pieces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[list[Piece]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.found.append([])
            self.inside = True
        self._keep(Piece(self.get_starttag_text() or "", tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._keep(Piece(f"</{tag}>", f"/{tag}"))
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        self._keep(Piece(data))

    def handle_entityref(self, name: str) -> None:
        self._keep(Piece(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._keep(Piece(f"&#{name};"))

    def _keep(self, piece: Piece) -> None:
        if self.inside:
            self.found[-1].append(piece)


def refill(
    page: Asked, action: str, sent: Mapping[str, Sequence[Field]], wrong: Mapping[str, str]
) -> Refilled | None:
    """The form of the page that leads to `action`, as it was sent; None where the page has none any more, or not every field
    that something is wrong with. `wrong`: what is, in words, by field."""
    words = {name: [one for one in given if isinstance(one, str)] for name, given in sent.items()}
    files = {
        name for name, given in sent.items() if any(isinstance(one, Upload) and one.name for one in given)
    }
    forms = _Forms()
    forms.feed(page.html)
    forms.close()
    ours = [form for form in forms.found if _leads(form, action)]
    if not ours:
        return None
    chosen = max(ours, key=lambda form: _alike(form, words))
    filled = _Filling(words, files, wrong).fill(chosen, page.address)
    return filled if wrong.keys() <= filled.places.keys() else None


def _leads(form: list[Piece], action: str) -> bool:
    """Whether the form, or a button of its own, sends there what was typed."""
    places = [
        form[0].attributes.get("action"),
        *(one.attributes.get("formaction") for one in form if one.tag == "button"),
    ]
    return action in places and (form[0].attributes.get("method") or "").lower() == "post"


def _alike(form: list[Piece], sent: Mapping[str, Sequence[str]]) -> int:
    """How much of what nobody types fits: it tells the forms of a list's rows from each other."""
    fixed = [one.attributes for one in form if one.attributes.get("type") == "hidden" or one.tag == "button"]
    return sum((one.get("value") or "") in sent.get(one.get("name") or "", ()) for one in fixed)


class _Filling:
    def __init__(self, sent: Mapping[str, Sequence[str]], files: set[str], wrong: Mapping[str, str]) -> None:
        self.sent, self.files, self.wrong = sent, files, dict(wrong)
        self.left = {name: list(values) for name, values in sent.items()}
        self.out: list[str] = []
        self.places: dict[str, str] = {}
        self.select = ""
        self.dropping = False
        self.legend: int | None = None

    def fill(self, form: list[Piece], origin: str) -> Refilled:
        controls: dict[str, Callable[[Piece], None]] = {
            "input": self._input, "textarea": self._textarea, "select": self._select, "option": self._option,
            "details": self._details,
        }  # fmt: skip
        for piece in form:
            if piece.tag == "/textarea":
                self.dropping = False
            if self.dropping:
                continue
            if piece.tag in controls:
                controls[piece.tag](piece)
                continue
            self.out.append(piece.raw)
            if piece.tag == "form" and origin:
                self.out.append(_written("input", {"type": "hidden", "name": "back", "value": origin}))
            if piece.tag in ("/legend", "/fieldset"):
                self.legend = len(self.out) if piece.tag == "/legend" else None
        return Refilled(Markup("".join(self.out)), self.places)

    def _input(self, piece: Piece) -> None:
        had, name = dict(piece.attributes), piece.attributes.get("name") or ""
        kind = (had.get("type") or "text").lower()
        if not name or name in FRESH or kind in KEPT or (kind == "hidden" and name == "back"):
            self.out.append(piece.raw)
            return
        if kind in ("checkbox", "radio"):
            had.pop("checked", None)
            if (had.get("value") or "on") in self.sent.get(name, ()):
                had["checked"] = None
        elif kind != "file" and (values := self.left.get(name)):
            had["value"] = values.pop(0)
        if kind != "hidden":
            self._say_what_is_wrong(name, had, grouped=kind in ("checkbox", "radio"))
        if kind == "file" and name in self.files:
            self.out.append(f'<p class="hint">{FILE_AGAIN}</p>')
        self.out.append(_written("input", had))

    def _textarea(self, piece: Piece) -> None:
        had, name = dict(piece.attributes), piece.attributes.get("name") or ""
        self._say_what_is_wrong(name, had)
        self.out.append(_written("textarea", had))
        if values := self.left.get(name):
            self.out.append("\n" + escape(values.pop(0)))
            self.dropping = True

    def _select(self, piece: Piece) -> None:
        had, self.select = dict(piece.attributes), piece.attributes.get("name") or ""
        self._say_what_is_wrong(self.select, had)
        self.out.append(_written("select", had))

    def _option(self, piece: Piece) -> None:
        given = self.sent.get(self.select, ())
        had = dict(piece.attributes)
        if any(given):
            had.pop("selected", None)
            if had.get("value") in given:
                had["selected"] = None
        self.out.append(_written("option", had))

    def _details(self, piece: Piece) -> None:
        """Nothing that was typed stays folded away."""
        self.out.append(_written("details", {**piece.attributes, "open": None}))

    def _say_what_is_wrong(self, name: str, had: Attributes, grouped: bool = False) -> None:
        """Beside the first control of that name: before it, for a group below its legend."""
        words = self.wrong.pop(name, "")
        if not words:
            return
        place = had.setdefault("id", f"f-{name}") or ""
        self.places[name] = place
        told = f"e-{place}"
        had["aria-describedby"] = " ".join(filter(None, (had.get("aria-describedby"), told)))
        had["aria-invalid"] = "true"
        said = f'<p class="error" id="{escape(told)}"><span class="unseen">Error: </span>{escape(words)}</p>'
        at = self.legend if grouped and self.legend is not None else len(self.out)
        self.out.insert(at, said)


def _written(tag: str, attributes: Attributes) -> str:
    said = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes.items()
    )
    return f"<{tag}{said}>"
