"""Litestar's request, reduced to a Visit."""

from litestar.testing import RequestFactory

from tests.web.conftest import House
from workflow.web.asking import visit_of


def test_everything_the_edge_needs_is_found(house: House) -> None:
    request = RequestFactory(app=house.app).get(
        "/notes",
        query_params={"a": ["1", "2"]},
        headers={"Cookie": "countersign_session=tok", "X-Thing": "y"},
    )
    request.scope["state"]["request_id"] = "n1"
    visit = visit_of(house.app.state.edge, request, body=b"b")
    assert (visit.method, visit.path, list(visit.query["a"])) == ("GET", "/notes", ["1", "2"])
    assert (visit.token, visit.headers["x-thing"], visit.body) == ("tok", "y", b"b")
    assert (visit.request_id, visit.now) == ("n1", house.clock.now())
