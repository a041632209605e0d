"""Litestar's request, reduced to a Visit: the one place that knows both."""

from typing import Any

from litestar import Request

from workflow.web.edge import Edge
from workflow.web.sessions import cookie_name
from workflow.web.visit import Opening, Visit, client_address, cookie_value, is_near


def visit_of(
    edge: Edge, request: Request[Any, Any, Any], *, opening: Opening | None = None, body: bytes = b""
) -> Visit:
    """The request, reduced to a Visit. Header names are lower case."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    peer = request.client.host if request.client else ""
    query: dict[str, list[str]] = {}
    if raw := request.scope["query_string"].decode("latin-1"):
        for name, value in request.query_params.multi_items():
            query.setdefault(name, []).append(value)
    return Visit(
        now=edge.clock.now(),
        method=request.scope["method"],
        path=request.scope["path"],
        raw_query=raw,
        path_values=request.scope.get("path_params", {}),
        query=query,
        headers=headers,
        token=cookie_value(headers.get("cookie", ""), cookie_name(edge.settings)),
        body=body,
        address=client_address(edge.settings, peer, headers.get("x-forwarded-for", "")),
        near=is_near(peer, headers),
        request_id=request.scope["state"].get("request_id", ""),
        opening=opening,
    )
