"""Templates obey the content security policy and mirror the rooms; every form can be sent once only."""

import re

import pytest

from tests.house.tree import ROOMS, read, under

BESIDE_THE_ROOMS = {"layout", "mail", "document", "history", "web", "demo", "errors"}
INLINE = {
    "script": r"<script(?![^>]*(\bsrc=|type=.application/json))",
    "style element": r"<style\b",
    "style attribute": r"\sstyle\s*=",
    "event handler": r"\son[a-z]+\s*=\s*[\"']",
    "script address": r"(href|src|action)\s*=\s*[\"']\s*javascript:",
    "address elsewhere": r"(src|<link[^>]*href)\s*=\s*[\"'](https?:)?//",
}


@pytest.mark.parametrize("kind", INLINE)
def test_no_page_has_inline(kind):
    pages = [file for file in under("templates", suffix=".html") if "mail" not in file.parts]
    assert [str(file) for file in pages if re.search(INLINE[kind], read(file), re.I)] == []


def test_every_form_that_acts_carries_its_token():
    for file in under("templates", suffix=".html"):
        forms = re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", read(file), re.I | re.S)
        bare = [form[:90] for form in forms if "csrf" not in form]
        assert not bare, f"{file}: {bare}"


def test_every_field_has_a_label():
    for file in under("templates", suffix=".html"):
        text = read(file)
        labelled = set(re.findall(r"<label[^>]*\bfor=[\"']([^\"']+)", text))
        for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
            name = re.search(r"\bid=[\"']([^\"']+)", field)
            free = re.search(r"type=[\"'](hidden|submit|button)|aria-label", field)
            wrapped = re.search(r"<label[^>]*>[^<]*(<[^/l][^>]*>[^<]*)*" + re.escape(field), text)
            assert free or wrapped or (name and name[1] in labelled), f"{file}: {field}"


def test_templates_mirror_the_rooms():
    folders = {file.parts[1] for file in under("templates") if len(file.parts) > 2}
    assert folders - set(ROOMS) - BESIDE_THE_ROOMS == set()
    assert [str(file) for file in under("templates") if len(file.parts) == 2] == []


def test_every_message_is_there_as_text_and_as_page():
    messages = [
        file
        for file in under("templates/mail")
        if "layout" not in file.stem and not file.stem.startswith("_")
    ]
    assert {f.stem for f in messages if f.suffix == ".txt"} == {
        f.stem for f in messages if f.suffix == ".html"
    }
