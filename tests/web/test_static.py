"""Our own stylesheet and scripts: small, and kept for good under a fingerprint."""

import gzip
import re

from tests.web.conftest import House


def test_static_files_are_kept_for_good_under_their_fingerprint(house: House) -> None:
    client = house.client()
    page = client.get("/notes").text
    address = re.search(r'href="(/static/site\.css\?v=\w+)"', page)
    assert address
    css = client.get(address[1])
    assert css.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert css.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" not in client.get("/static/site.css?v=old").headers["cache-control"]
    for name in ("nothing.css", "..%2Fapp.py", "%2e%2e/app.py"):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_stylesheet_and_script_stay_small(house: House) -> None:
    files = house.app.state.edge.views.static.files
    assert len(gzip.compress(files["site.css"].content, 9)) <= 6_000
    assert len(gzip.compress(files["site.js"].content, 9)) <= 3_000
