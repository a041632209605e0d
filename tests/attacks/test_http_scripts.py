"""Text is text: payloads through every field that somebody can fill, on every page, feed, file and letter that shows them.

The browser's own report is the judge: nothing runs, and our pages break no rule of their own policy.
"""

import csv
import email
import email.policy
import io
import re
from collections.abc import Callable
from datetime import datetime
from email.header import decode_header
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from tests.attacks.besieged import Siege, form_of, send, show
from tests.rig.chromium import Visitor as Browser
from workflow.adapters.mail import Letter, compose
from workflow.core.cells import neutral
from workflow.demo.visitor import Unexpected

MARK = "pwned"
PAYLOADS = [
    f"<script>{MARK}()</script>", f"<img src=x onerror={MARK}()>", f"<svg onload={MARK}()>", f"\"><script>{MARK}()</script>",
    f"'><img src=x onerror={MARK}()>", f"javascript:{MARK}()", f"<a href=javascript:{MARK}()>x</a>", f"<iframe src=javascript:{MARK}()>",
    f"<body onload={MARK}()>", f"<details open ontoggle={MARK}()>", f"</textarea><script>{MARK}()</script>", f"</title><script>{MARK}()</script>",
    f"</style><script>{MARK}()</script>", f"<!--<img src=--><img src=x onerror={MARK}()>", f"<math><mtext><script>{MARK}()</script>",
    f"<input autofocus onfocus={MARK}()>", f"<video><source onerror={MARK}()>", f"<marquee onstart={MARK}()>", f"<object data=javascript:{MARK}()>",
    f"<embed src=javascript:{MARK}()>", f"<form action=javascript:{MARK}()><button>x", "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>", f"&lt;script&gt;{MARK}()&lt;/script&gt;", f"&#60;script&#62;{MARK}()", f"%3Cscript%3E{MARK}()",
    f"\\u003cscript\\u003e{MARK}()", f"<scr<script>ipt>{MARK}()</script>", f"<ScRiPt>{MARK}()</sCrIpT>", f"<svg><script>{MARK}()</script></svg>",
    f"<svg/onload={MARK}()//", f"<img/src/onerror={MARK}()>", f"[x](javascript:{MARK}())", f"![x](x\" onerror=\"{MARK}())", f"<x onclick={MARK}()>x</x>",
    f"` + {MARK}() + `", f"'-{MARK}()-'", f"\";{MARK}();//", f"]]><script>{MARK}()</script>", f"<![CDATA[<script>{MARK}()</script>]]>", f"<?xml?><script>{MARK}()</script>",
    "<style>@import'//evil.example'</style>", f"<div style=background:url(javascript:{MARK}())>", f"<template><script>{MARK}()</script></template>", f"<noscript><p title=\"</noscript><img src=x onerror={MARK}()>\">",
    "{{7*7}}", "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}", "#read(\"/etc/passwd\")", "#import \"x\": *", "${7*7}", "<%= 7*7 %>", "$7*7$ #eval(\"7*7\")",
]  # fmt: skip
OURS = frozenset(
    [
        "html",
        "kbd",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "section",
        "article",
        "div",
        "span",
        "p",
        "a",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "strong",
        "em",
        "b",
        "i",
        "small",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "form",
        "label",
        "input",
        "textarea",
        "select",
        "option",
        "optgroup",
        "button",
        "fieldset",
        "legend",
        "details",
        "summary",
        "time",
        "code",
        "pre",
        "br",
        "hr",
        "blockquote",
        "q",
        "ins",
        "del",
        "mark",
        "abbr",
        "sup",
        "sub",
        "script",
        "noscript",
        "img",
        "output",
        "svg",
        "path",
    ]
)


UNSENT = r"(/editions/[0-9a-f]{20}(/threads/[0-9]+)?/unsent)?"
"""The one other place that a button of ours sends a form to."""


class Judge(HTMLParser):
    """Reads a page as a browser would, and notes what could run or lead away."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        strange = tag not in OURS or (tag == "script" and not named.get("src", "").startswith("/static/"))
        strange = (
            strange or (tag == "meta" and "http-equiv" in named) or (tag in ("img", "svg") and "src" in named)
        )
        acts = [name for name in named if name.startswith("on") or name in ("style", "srcdoc")]
        strange = strange or not re.fullmatch(UNSENT, named.get("formaction", ""))
        away = [
            value for name, value in named.items()
            if name in ("href", "src", "action", "data") and re.match(r"\s*(javascript|data|vbscript):|//|https?://evil|\\", value, re.I)
        ]  # fmt: skip
        if strange or acts or away:
            self.found.append(f"{tag} {named}")


def dangers(html: str) -> list[str]:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.found


@pytest.fixture(scope="module")
def planted(siege: Siege) -> dict[str, str]:
    """An agreement of the strangers in which every field holds a payload; where each of them went."""
    outsider, where = siege["outsider"], {}
    theirs = [siege.parties["outsider"], siege.parties["outside_officer"]]
    text = "\n\n".join(f"{n}. {words}\n\nClause {n}: {words}" for n, words in enumerate(PAYLOADS, 1))
    made = outsider.post(
        "/mous", title=f"Title {PAYLOADS[0]} {PAYLOADS[46]}", slug="payloads", parties=theirs, timezone="America/New_York",
        summary=f"Summary {PAYLOADS[1]}", months="12", text=text,
    )  # fmt: skip
    page = where["edition"] = f"/editions/{made['edition']}"
    outsider.post(f"{page}/circulation")
    for n, words in enumerate(PAYLOADS):
        outsider.post(f"{page}/threads", words=words, kind="critical", basis=f"Basis {words}")
        if n < 12:
            outsider.post(f"{page}/threads/{n + 1}/comments", words=f"Reply {words}")
            outsider.post(f"{page}/threads/{n + 1}/dispositions", value="rejected", words=f"Answer {words}")
    shown = outsider.get(page)
    clause = shown["clauses"][0]
    outsider.post(
        f"{page}/clauses/{clause['key']}",
        text=clause["text"] + f"\n\n{PAYLOADS[10]}",
        base="1",
        note=f"Note {PAYLOADS[11]}",
    )
    for field in ("short_name", "place", "contact"):
        details = {
            "short_name": "E",
            "place": "Elsewhere",
            "contact": "c",
            "timezone": "America/New_York",
            field: f"P {PAYLOADS[2]}",
        }
        outsider.post(f"/parties/{theirs[0]}/details", **details)
    where["party"] = f"/parties/{theirs[0]}"
    name = PAYLOADS[3]
    outsider.post(
        f"{where['party']}/people",
        name=name,
        email="payload@elsewhere.example",
        office="counsel",
        evidence=f"E {PAYLOADS[4]}",
    )
    outsider.post(f"{page}/guests", name=PAYLOADS[5] + PAYLOADS[0], email="guest.payload@elsewhere.example")
    for file in ('x"><script>pwned().txt', "<img src=x onerror=pwned()>.txt"):
        sent = outsider.http.post(
            f"{page}/exhibits", data={**form_of(outsider), "name": f"Exhibit {file}"}, files={"upload": (file, b"words")},
            headers={"Accept": "text/html"},
        )  # fmt: skip
        assert sent.status_code == 303, sent.text[:500]
    revision = outsider.get(page)["revision"]["id"]
    outsider.post(
        f"{page}/verdicts", value="request_changes", words=f"Verdict {PAYLOADS[9]}", revision=revision
    )
    return where


def pages(planted: dict[str, str]) -> list[str]:
    page = planted["edition"]
    tails = ("", "/threads", "/threads/1", "/threads/12", "/threads/47", "/comments", "/comments?state=open", "/history", "/revisions", "/revisions/1",
             "/compare/1...2", "/findings", "/exhibits", "/guests", "/readiness", "/term", "/import", "/clauses/new", "/withdrawal")  # fmt: skip
    return [
        *(page + tail for tail in tails),
        planted["party"],
        "/parties",
        "/inbox",
        "/mous",
        "/account",
        "/parties/new",
        "/mous/new",
    ]


def test_nothing_that_was_typed_becomes_markup(siege: Siege, planted: dict[str, str]) -> None:
    shown = 0
    for path in pages(planted):
        answer = show(siege["outsider"], path)
        assert answer.status_code == 200, path
        assert dangers(answer.text) == [], path
        shown += answer.text.count("&lt;") + answer.text.count(MARK)
    assert shown > 500
    print(f"{len(PAYLOADS)} payloads, {len(pages(planted))} pages, {shown} places where one is shown as text")


def test_what_comes_back_from_a_refused_form_is_text_too(siege: Siege, planted: dict[str, str]) -> None:
    outsider = siege["outsider"]
    for words in PAYLOADS:
        forms = (
            (f"{planted['edition']}/threads", {"words": words, "kind": words, "quote": words, "basis": words, "clause": words}),
            ("/sign-in", {"email": words}), ("/parties", {"legal_name": words, "place": words, "kind": words}),
            (f"{planted['edition']}/outcomes", {"value": words, "words": words}),
        )  # fmt: skip
        for path, form in forms:
            answer = send(outsider if path != "/sign-in" else siege["stranger"], path, **form)
            assert answer.status_code in (409, 422, 429), (path, answer.status_code)
            assert dangers(answer.text) == [], (path, words)
        for query in ("/?q=", "/?place=", "/sign-in?next=", "/?state="):
            answer = siege["stranger"].http.get(
                query + words.replace("#", "%23").replace("&", "%26"), headers={"Accept": "text/html"}
            )
            assert answer.status_code in (200, 422) and dangers(answer.text) == [], (query, words)
        assert dangers(show(siege["stranger"], "/mou/" + quote(words, safe="")).text) == [], words


def test_nothing_runs_in_a_browser_and_no_page_breaks_its_own_policy(
    siege: Siege, planted: dict[str, str], visitor: Callable[..., Browser]
) -> None:
    browser = visitor(siege.address)
    cookie = next(iter(siege["outsider"].http.cookies.jar))
    browser.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": siege.address}])
    asked: list[str] = []
    browser.page.on("request", lambda request: asked.append(request.url))
    browser.page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    browser.context.add_init_script(
        f"window.{MARK} = () => console.log('RAN'); document.addEventListener('securitypolicyviolation', e => console.log('VIOLATION ' + e.violatedDirective + ' ' + e.blockedURI));"
    )
    for path in pages(planted):
        browser.page.goto(siege.address + path, wait_until="domcontentloaded")
    browser.page.goto(f"{siege.address}/?q=" + "%22%3E%3Cscript%3Epwned()%3C/script%3E")
    assert not [
        line for line in browser.said if "RAN" in line or "VIOLATION" in line or "Content Security" in line
    ], browser.said
    assert [url for url in asked if not url.startswith(siege.address)] == []
    print(
        f"{len(pages(planted)) + 1} pages in Chromium, {len(asked)} requests, 0 scripts of theirs, 0 violations"
    )


def test_no_cell_of_the_matrix_file_is_a_formula(siege: Siege, planted: dict[str, str]) -> None:
    outsider, page = siege["outsider"], planted["edition"]
    formulas = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        " =1+1",
        "\n=1",
        '=HYPERLINK("//evil.example")',
        "＝1+1",
        ";=1",
        ",=1",
        '"=1',
    ]
    for words in formulas:
        outsider.post(f"{page}/threads", words=words, kind="question")
    rows = list(csv.reader(io.StringIO(outsider.bytes_of(f"{page}/comments.csv").decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert len(rows) > len(formulas) and not [
        cell for cell in cells if cell.lstrip()[:1] and cell.lstrip()[0] in "=+-@＝＋－＠\t\r"
    ]
    assert all(neutral(neutral(words)) == neutral(words) for words in formulas)


def test_letters_show_payloads_as_text_and_their_headers_as_one_line(
    siege: Siege, planted: dict[str, str]
) -> None:
    siege.rest()
    folder, looked = siege.settings.data / "mailbox", 0
    for file in folder.glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        html = message.get_body(("html",))
        assert html is not None
        looked += 1
        assert dangers(html.get_content()) == [], file.name
        assert set(message.keys()) <= {
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
            "List-Id",
            "Reply-To",
            "Precedence",
            "X-Auto-Response-Suppress",
            "List-Unsubscribe",
        }, message.keys()
        assert all(
            "\n" not in "".join(str(part) for part, _ in decode_header(str(value)))
            for value in message.values()
        )
    print(f"{looked} letters")


NAMES = [
    "Ann\r\nBcc: evil@example.org",
    "Ann\nSubject: x",
    "Ann\x00",
    "Ann\u2028Bcc: x",
    "Ann\u0085Bcc: x",
    "Ann\x0bX: y",
    "a" * 5000,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_cannot_write_a_header(siege: Siege, planted: dict[str, str], name: str) -> None:
    before = siege.record()
    answer = siege["outsider"].http.post(
        f"/api/v1{planted['edition']}/guests", json={"name": name, "email": "inject@example.org"}
    )
    if answer.is_success:  # line ends may become blanks; then the letter has one line
        assert "\n" not in siege["outsider"].get(f"{planted['edition']}/guests")["guests"][-1]["name"]
    else:
        assert answer.status_code == 422 and siege.record() == before


def test_an_address_cannot_write_a_header(siege: Siege, planted: dict[str, str]) -> None:
    before = siege.record()
    for address in (
        "a@b.org\r\nBcc: x@y.org",
        "a@b.org,c@d.org",
        "a@b.org x",
        "<a@b.org>",
        "a b@c.org",
        "a@b.org\u2028c",
        "a@b..org",
        '"a"@b.org',
        "a@b;c.org",
    ):
        with pytest.raises(Unexpected, match="422"):
            siege["outsider"].post(f"{planted['edition']}/guests", name="Ann", email=address)
    assert siege.record() == before


@pytest.mark.parametrize("bad", ["x\r\nBcc: e@example.org", "x\nY: z"])
def test_the_post_office_itself_refuses_a_header_of_two_lines(bad: str, now: datetime) -> None:
    with pytest.raises(ValueError):
        compose(
            Letter("key", "a@example.org", bad, "t", "<p>t</p>", now),
            "Countersign <c@example.org>",
            "example.org",
        )


def test_template_and_typesetting_words_are_printed_as_they_stand(
    siege: Siege, planted: dict[str, str]
) -> None:
    words = show(siege["outsider"], planted["edition"]).text
    assert "{{7*7}}" in words and "#read(" in words and "root:" not in words and ">49<" not in words
    found = siege["outsider"].get(f"{planted['edition']}/readiness")["issues"]
    assert not [issue for issue in found if issue["code"] == "text.unprintable"], found
