"""Answers on their way to Litestar."""

import pytest

from workflow.web.reply import Reply


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/plain"])
def test_text_has_its_charset_once(kind: str) -> None:
    sent = Reply(200, b"x", kind).response().to_asgi_response(None, _request())
    assert dict(sent.encode_headers())[b"content-type"].count(b"charset") == 1


def test_a_cookie_and_headers_travel() -> None:
    reply = Reply.of_json({"a": 1}, 429, retry_after="7")
    reply.cookie = "a=b; Path=/"
    headers = reply.response().headers
    assert (headers["retry-after"], headers["set-cookie"]) == ("7", "a=b; Path=/")


def _request() -> object:
    from litestar.testing import RequestFactory

    return RequestFactory().get("/")
