"""The closed grammar of clause text: what a line may mean, and nothing else (docs/format.md, section 2; ADR 0010).

A clause is lines of text. What is signed is the text; what is shown is this tree. So the rules are few, they never
renumber, never fetch, never reorder, and a character that is not one of the few signs below is shown as it stands.

1. A blank line ends a block. Every other line is shown on a line of its own.
2. `# ` to `#### ` begins a heading.
3. `- ` begins a bullet. A printed number followed by a blank (`3.`, `3.2`, `5)`, `(a)`, `C.`, `iv.`) begins a numbered
   item: the number is *text* and is printed as typed, so a lost or repeated number stays lost or repeated.
   Two leading blanks a level, four levels at most. An item runs to the next blank line or the next beginning.
4. `[^1]: ` begins a footnote, shown where it stands; `[^1]` refers to it.
5. Lines between bars, the second of them a rule of dashes (`|---|---|`), are a table with a heading row.
6. `**strong**` and `*emphasis*` hug their words and stay within one line.

Everything else is text: `<script>`, `&amp;`, `#read(...)`, backslashes, addresses, `____` and three stars in a row.
The same tree feeds the page, the signing page and the typesetter.
"""

import re
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from workflow.drafting.inline import inline

Node = dict[str, Any]

NUMBER = re.compile(
    r"(\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxlcIVXLC]{2,7})[.)]|\d{1,3}(?:\.\d{1,3}){1,4})[ \t]+(?=\S)"
)
HEADING = re.compile(r"(#{1,4})[ \t]+(?=\S)")
BULLET = re.compile(r"-[ \t]+(?=\S)")
FOOTNOTE = re.compile(r"\[\^([0-9A-Za-z]{1,8})\]:[ \t]+(?=\S)")
RULE = re.compile(r"\|(?:[ \t]*:?-{3,}:?[ \t]*\|)+")
BLANKS = " \t"
DEEPEST = 3


def tree(text: str) -> Node:
    """The clause as a tree of plain dicts: `{"type": "root", "children": [...]}`. Never fails, linear in its length.

    Types: heading (level), paragraph, list (kind: bullet or numbered), item (marker, level), table (columns), row
    (header), cell, footnote (label), and inside them text (text), strong, em, break, footnote_ref (label).
    """
    children: list[Node] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if not lines[at].strip(BLANKS):
            at += 1
        elif end := _table_end(lines, at):
            children.append(_table(lines[at:end]))
            at = end
        else:
            end = at + 1
            while end < len(lines) and _continues(lines, at, end):
                end += 1
            _add(children, _block(lines[at:end]))
            at = end
    return {"type": "root", "children": children}


def begins(line: str) -> str:
    """What a line begins: heading, bullet, numbered, footnote, or an empty string for plain text."""
    body = line.strip(BLANKS)
    for name, pattern in (
        ("heading", HEADING),
        ("bullet", BULLET),
        ("numbered", NUMBER),
        ("footnote", FOOTNOTE),
    ):
        if pattern.match(body):
            return name
    return ""


def _continues(lines: list[str], start: int, at: int) -> bool:
    """A heading is one line; every other block runs until a blank line or a line that begins something."""
    return bool(
        begins(lines[start]) != "heading"
        and lines[at].strip(BLANKS)
        and not begins(lines[at])
        and not _table_end(lines, at)
    )


def _block(lines: list[str]) -> Node:
    kind, first = begins(lines[0]), lines[0].strip(BLANKS)
    rest = [line.strip(BLANKS) for line in lines[1:]]
    if kind == "heading":
        sign = HEADING.match(first)
        return {
            "type": "heading",
            "level": len(sign[1]) if sign else 1,
            "children": inline(first[sign.end() if sign else 0 :]),
        }
    if kind == "footnote" and (sign := FOOTNOTE.match(first)):
        return {"type": "footnote", "label": sign[1], "children": _lines([first[sign.end() :], *rest])}
    if kind in ("bullet", "numbered") and (sign := (BULLET if kind == "bullet" else NUMBER).match(first)):
        indent = len(lines[0].expandtabs(4)) - len(lines[0].expandtabs(4).lstrip(" "))
        marker = sign[1] if kind == "numbered" else ""
        children = _lines([first[sign.end() :], *rest])
        item = {"type": "item", "marker": marker, "level": min(indent // 2, DEEPEST), "children": children}
        return {"type": "list", "kind": kind, "children": [item]}
    return {"type": "paragraph", "children": _lines([first, *rest])}


def _add(children: list[Node], block: Node) -> None:
    """Items that follow one another are one list."""
    last = children[-1] if children else None
    if last and last["type"] == block["type"] == "list" and last["kind"] == block["kind"]:
        last["children"] += block["children"]
    else:
        children.append(block)


def _lines(lines: list[str]) -> list[Node]:
    nodes: list[Node] = []
    for number, line in enumerate(lines):
        nodes += ([{"type": "break"}] if number else []) + inline(line)
    return nodes


def _table_end(lines: list[str], at: int) -> int:
    """Where the table that begins at this line ends, or 0 when none begins here."""
    if not (_barred(lines[at]) and at + 1 < len(lines) and RULE.fullmatch(lines[at + 1].strip(BLANKS))):
        return 0
    end = at + 2
    while end < len(lines) and _barred(lines[end]):
        end += 1
    return end


def _barred(line: str) -> bool:
    body = line.strip(BLANKS)
    return len(body) > 1 and body[0] == body[-1] == "|"


def _table(lines: list[str]) -> Node:
    rows = [line.strip(BLANKS)[1:-1].split("|") for line in [lines[0], *lines[2:]]]
    columns = max(len(row) for row in rows)
    return {
        "type": "table",
        "columns": columns,
        "children": [_row(row, columns, header=not number) for number, row in enumerate(rows)],
    }


def _row(cells: list[str], columns: int, *, header: bool) -> Node:
    padded = cells + [""] * (columns - len(cells))
    return {
        "type": "row",
        "header": header,
        "children": [{"type": "cell", "children": inline(cell.strip(BLANKS))} for cell in padded],
    }


def html(node: Node, level: int = 3) -> Markup:
    """The tree as HTML: a closed set of elements, every text escaped. `level` is the rank of a first-level heading."""
    return Markup("").join(_html(child, level) for child in node["children"])


def _html(node: Node, level: int) -> Markup:
    def inner() -> Markup:
        return Markup("").join(_html(child, level) for child in node["children"])

    match node["type"]:
        case "text":
            return escape(node["text"])
        case "mark":  # `marked` wraps a part of a text in it
            return Markup(node["html"])
        case "break":
            return Markup("<br>\n")
        case "strong" | "em" as name:
            return Markup(f"<{name}>{{}}</{name}>").format(inner())
        case "footnote_ref":
            return Markup('<sup class="ref">{}</sup>').format(node["label"])
        case "heading":
            rank = min(level + node["level"] - 1, 6)
            return Markup(f"<h{rank}>{{}}</h{rank}>\n").format(inner())
        case "paragraph":
            return Markup("<p>{}</p>\n").format(inner())
        case "footnote":
            return Markup('<p class="footnote"><sup>{}</sup> {}</p>\n').format(node["label"], inner())
        case "list":
            return Markup('<ul class="items {}">\n{}</ul>\n').format(node["kind"], inner())
        case "item":
            marker = (
                Markup('<span class="marker">{}</span> ').format(node["marker"])
                if node["marker"]
                else Markup("")
            )
            return Markup('<li class="level-{}">{}{}</li>\n').format(node["level"], marker, inner())
        case "table":
            return _html_table(node, level)
        case other:
            raise ValueError(f"The grammar has no {other}.")


def _html_table(node: Node, level: int) -> Markup:
    def row(cells: list[Node], name: str) -> Markup:
        scope = Markup(' scope="col"') if name == "th" else Markup("")
        shown = (Markup(f"<{name}{scope}>{{}}</{name}>").format(html(cell, level)) for cell in cells)
        return Markup("<tr>{}</tr>\n").format(Markup("").join(shown))

    head, *body = node["children"]
    rows = Markup("").join(row(each["children"], "td") for each in body)
    return Markup("<table>\n<thead>{}</thead>\n<tbody>{}</tbody>\n</table>\n").format(
        row(head["children"], "th"), rows
    )


def plain(node: Node) -> str:
    """The tree as text without signs: blocks apart by a blank line, bullets as dashes, cells apart by bars."""
    return "\n\n".join(_plain_block(child) for child in node["children"])


def _plain_block(node: Node) -> str:
    if node["type"] == "list":
        return "\n".join("".join(_plain_item(item)) for item in node["children"])
    if node["type"] == "table":
        return "\n".join(
            " | ".join(_words(cell["children"]) for cell in row["children"]) for row in node["children"]
        )
    if node["type"] == "footnote":
        return f"[{node['label']}] {_words(node['children'])}"
    return _words(node["children"])


def _plain_item(item: Node) -> Iterator[str]:
    yield "  " * item["level"]
    yield f"{item['marker'] or '-'} "
    yield _words(item["children"]).replace("\n", "\n" + "  " * (item["level"] + 1))


def _words(nodes: list[Node]) -> str:
    parts = []
    for node in nodes:
        if node["type"] == "text":
            parts.append(node["text"])
        elif node["type"] == "break":
            parts.append("\n")
        elif node["type"] == "footnote_ref":
            parts.append(f"[{node['label']}]")
        else:
            parts.append(_words(node["children"]))
    return "".join(parts)
