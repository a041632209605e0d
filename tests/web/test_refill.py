"""A form comes back as its page has it, with what was typed: nothing is dropped, and what is wrong stands beside its field."""

import pytest

from workflow.adapters.doors import Upload
from workflow.web.refill import FILE_AGAIN, Asked, Refilled, refill

HEAD = '<html><form action="/search" method="get"><input name="q"></form>'
FORM = """<form method="post" action="/notes" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="new"><input type="hidden" name="once" value="fresh">
<input type="hidden" name="version" value="9">
<label for="f-title">Title &amp; number</label><input id="f-title" name="title" type="text" value="" aria-describedby="h-title">
<label for="f-words">Words</label><textarea id="f-words" name="words" rows="6">
what stands there</textarea>
<select id="f-who" name="who"><option value="">Choose</option><option value="a" selected>Ann &#38; Bob</option><option value="b">Bea</option></select>
<fieldset id="f-tags"><legend>Tags</legend><input type="checkbox" name="tags" value="x" checked><input type="checkbox" name="tags" value="y"><input type="checkbox" name="tags" value="z"></fieldset>
<details><summary>More</summary><input name="more"></details>
<input type="file" name="paper"><input type="password" name="word" value="">
<button name="then" value="go">Go on</button></form>"""


def filled(
    sent: dict[str, list[str | Upload]], wrong: dict[str, str] | None = None, page: str = FORM
) -> Refilled:
    found = refill(Asked("/page", HEAD + page), "/notes", sent, wrong or {})
    assert found
    return found


def test_what_was_typed_stands_in_the_page_s_own_form() -> None:
    html = filled({
        "csrf": ["old"], "once": ["used"], "version": ["8"], "title": ['A "title" <b>'], "words": ["one\r\n& two"],
        "who": ["b"], "tags": ["y", "z"], "more": ["folded away"], "word": ["secret"],
    }).html  # fmt: skip
    assert 'name="csrf" value="new"' in html and 'name="once" value="fresh"' in html
    assert 'name="version" value="8"' in html, "what was looked at is what is sent again"
    assert 'value="A &quot;title&quot; &lt;b&gt;"' in html and "Title &amp; number" in html
    assert "\none\r\n&amp; two</textarea>" in html and "what stands there" not in html
    assert '<option value="b" selected>' in html and '<option value="a">Ann &#38; Bob' in html
    assert '<input type="checkbox" name="tags" value="x">' in html
    assert html.count("checked") == 2
    assert "<details open>" in html and 'name="more" value="folded away"' in html
    assert "secret" not in html and "old" not in html.replace("folded", "") and "/search" not in html
    assert html.startswith("<form") and html.endswith("</button></form>")
    assert '<input type="hidden" name="back" value="/page">' in html


def test_what_was_left_empty_can_still_be_filled() -> None:
    html = filled({"title": [""], "words": [""], "who": [""]}).html
    assert 'name="title" type="text" value=""' in html
    assert "\n</textarea>" in html
    assert '<option value="a" selected>' in html, "nothing was chosen: the page's own choice"


def test_what_the_browser_did_not_send_stays_as_the_page_has_it() -> None:
    html = filled({}).html
    assert "what stands there</textarea>" in html and 'name="version" value="9"' in html


def test_what_is_wrong_stands_beside_its_field() -> None:
    found = filled(
        {"tags": ["x"]}, {"title": "Give it a <title>.", "words": "Say it.", "who": "Who?", "tags": "Which?"}
    )
    html = found.html
    assert found.places == {"title": "f-title", "words": "f-words", "who": "f-who", "tags": "f-tags"}
    said = '<p class="error" id="e-f-title"><span class="unseen">Error: </span>Give it a &lt;title&gt;.</p><input id="f-title"'
    assert said in html
    assert 'aria-describedby="h-title e-f-title" aria-invalid="true"' in html
    assert '</legend><p class="error"' in html, "below the legend, not between a box and its words"
    assert html.count('class="error"') == 4


def test_a_field_that_the_page_does_not_have_needs_another_form() -> None:
    assert refill(Asked("/page", FORM), "/notes", {}, {"reason": "Give a reason."}) is None
    assert refill(Asked("/page", HEAD), "/notes", {}, {}) is None
    assert refill(Asked("/page", FORM.replace("post", "get")), "/notes", {}, {}) is None


def test_rows_of_one_name_keep_their_order() -> None:
    rows = '<form method="POST" action="/notes"><input name="row"><input name="row"><input name="row" value="3"></form>'
    html = filled({"row": ["first", "second"]}, page=rows).html
    assert html.index('"first"') < html.index('"second"') < html.index('value="3"')


def test_of_two_forms_to_one_address_the_one_that_was_sent() -> None:
    row = '<form method="post" action="/notes"><input type="hidden" name="id" value="{0}"><input name="title" value="of {0}"><button name="do" value="{0}">Do</button></form>'
    html = filled({"id": ["b"], "title": ["typed"], "do": ["b"]}, page=row.format("a") + row.format("b")).html
    assert 'name="id" value="b"' in html and "typed" in html and "of a" not in html


@pytest.mark.parametrize(("name", "again"), [("plan.pdf", True), ("", False)])
def test_a_file_has_to_be_chosen_again(name: str, again: bool) -> None:
    html = filled({"paper": [Upload(name, b"x" if name else b"")]}).html
    assert (FILE_AGAIN in html) is again


def test_a_second_refusal_knows_the_page_still() -> None:
    html = filled(
        {"back": ["/page"]},
        page='<form method="post" action="/notes"><input type="hidden" name="back" value="/elsewhere"></form>',
    ).html
    assert html.index("/page") < html.index("/elsewhere")


def test_a_button_may_lead_elsewhere() -> None:
    page = '<form method="post" action="/sent"><input name="title"><button>Send</button><button formaction="/notes">Keep</button></form>'
    assert 'value="typed"' in filled({"title": ["typed"]}, page=page).html
