"""Every word of a Word file is in the imported text or is named in a note, whatever the file is made of."""

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drafting.importing.made import instruct, mark, p, packed, read, refused, run
from tests.drafting.importing.test_drawings import box

LOOKS = (
    "<w:strike/>",
    "<w:dstrike/>",
    "<w:vanish/>",
    '<w:vertAlign w:val="superscript"/>',
    '<w:rStyle w:val="Gone"/>',
    "",
)
STYLES = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
INLINE = (
    "plain",
    "wrapped",
    "field",
    "code",
    "box",
    "footnote",
    "endnote",
    "lettering",
    "simple",
    "choice",
    "comment",
)
BLOCK = ("paragraph", "table", "wrapped", "header", "orphan", "list", "hidden row", "stray")


class Paper:
    """A file that grows; every word in it is a new one."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.parts = {"footnotes": "", "endnotes": "", "comments": "", "header1": "", "styles": STYLES}
        self.parts["numbering"] = (
            '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        )

    def word(self) -> str:
        self.words.append(f"w{len(self.words)}x")
        return self.words[-1]

    def note(self, kind: str) -> str:
        number = len(self.words)
        self.parts[f"{kind}s"] += f'<w:{kind} w:id="{number}">{p(run(self.word()))}</w:{kind}>'
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    def inline(self, kind: str, look: str) -> str:
        if kind in ("footnote", "endnote"):
            return self.note(kind)
        if kind == "comment":
            number = len(self.words)
            self.parts["comments"] += f'<w:comment w:id="{number}">{p(run(self.word()))}</w:comment>'
            return f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        words = self.word()
        return {
            "wrapped": f"<w:sdt><w:sdtContent><w:smartTag>{run(words, look)}</w:smartTag></w:sdtContent></w:sdt>",
            "field": mark("begin") + instruct("REF x") + mark("separate") + run(words, look) + mark("end"),
            "code": mark("begin") + run(words, look) + instruct("IF") + mark("end"),
            "box": box(words, look),
            "lettering": f'<w:r><w:pict><v:textpath string="{words}"/></w:pict></w:r>',
            "simple": f'<w:fldSimple w:instr="REF x">{run(words, look)}</w:fldSimple>',
            "choice": f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{run(words, look)}</mc:Fallback></mc:AlternateContent>",
        }.get(kind, run(words, look))

    def block(self, kind: str, inside: str) -> str:
        cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
        if kind == "header":
            self.parts["header1"] += p(run(self.word()))
        elif kind == "orphan":
            self.note("footnote")
        elif kind == "stray":
            return run(self.word()) + p(inside)
        elif kind in ("table", "hidden row"):
            hidden = "<w:trPr><w:hidden/></w:trPr>" if kind == "hidden row" else ""
            wide, joined = (
                cell.format('<w:gridSpan w:val="2"/>', p(inside)),
                cell.format("<w:vMerge/>", p(run(self.word()))),
            )
            return f"<w:tbl><w:tr>{hidden}{wide}{joined}</w:tr></w:tbl>"
        return {
            "wrapped": f"<w:sdt><w:sdtContent><w:customXml>{p(inside)}</w:customXml></w:sdtContent></w:sdt>",
            "list": p(inside, properties='<w:numPr><w:numId w:val="1"/></w:numPr>'),
        }.get(kind, p(inside))


INLINES = st.lists(st.tuples(st.sampled_from(INLINE), st.sampled_from(LOOKS)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(BLOCK), INLINES), min_size=1, max_size=5),
    st.sampled_from(["leave", "take"]),
)
def test_every_word_is_in_the_text_or_in_a_note(
    blocks: list[tuple[str, list[tuple[str, str]]]], choice: str
) -> None:
    paper = Paper()
    body = p(run("Begin.")) + "".join(
        paper.block(kind, "".join(paper.inline(*each) for each in inside)) for kind, inside in blocks
    )
    content = packed(body, **paper.parts)
    found = read(content, choice, choice)
    said = " ".join(note.words for note in found.notes)
    assert [word for word in paper.words if word not in found.text and word not in said] == []
    assert [word for word in paper.words if found.text.count(word) > 1] == []
    asked = " ".join(issue.words for issue in refused(content))
    left = re.findall(r"(?:Struck through|Hidden) in Word and .*?: “(.*?)”", said)
    assert all(word in asked for words in left for word in re.findall(r"w\d+x", words))


def nested(depth: int, kind: str) -> str:
    forms = {
        "wrapped": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "inline": ("<w:p><w:smartTag>", "</w:smartTag></w:p>"),
        "boxes": ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
    }
    begin, end = forms[kind]
    times = depth // begin.count("<")
    return begin * times + (run("deep") if kind == "inline" else p(run("deep"))) * 1 + end * times


@pytest.mark.parametrize("kind", ["wrapped", "boxes"])
def test_what_lies_as_deep_as_may_be_is_read(kind: str) -> None:
    content = packed(nested(190, kind), header1=nested(190, kind))
    assert read(content).text == "deep"


def hostile() -> Iterator[tuple[str, str, dict[str, str]]]:
    letter = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="99999"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="{}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    listed = p(run("a"), properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    yield "a number of many letters", listed * 3_000, {"numbering": letter.format("%1")}
    yield "a number that is a book", listed * 300, {"numbering": letter.format("long " * 19_000)}
    yield (
        "a ring of styles",
        p(run("a"), style="A") * 3_000,
        {"styles": '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>'},
    )
    yield "fields that never end", p(mark("begin") + run("a")) * 2_000, {}
    yield "struck to and fro", p((run("a", "<w:strike/>") + run("b")) * 4_000), {}


@pytest.mark.parametrize(("name", "body", "parts"), list(hostile()), ids=[name for name, *_ in hostile()])
def test_a_file_made_to_take_time_takes_little(name: str, body: str, parts: dict[str, str]) -> None:
    began = time.process_time()
    try:
        content = packed(body, **parts)
        assert refused(content, "leave", "leave") or read(content, "leave", "leave").text
    finally:
        assert time.process_time() - began < 4, name
