"""The API's own description (OpenAPI 3.1), read from the doors: it cannot tell of a field that no form has."""

import inspect
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from workflow.web.refusals import ROUTING, TABLE
from workflow.web.reply import PROBLEM
from workflow.web.visit import Opening

_KINDS = {"str": {"type": "string"}, "int": {"type": "integer"}, "uuid": {"type": "string", "format": "uuid"}}


def describe(openings: Iterable[Opening]) -> dict[str, Any]:
    """The whole document. Pages are listed too, with the form they take, tagged `pages`."""
    openings = list(openings)
    forms = sorted(
        {o.plan.form for o in openings if o.plan.form}, key=lambda f: (f.__module__, f.__qualname__)
    )
    schemas, parts = msgspec.json.schema_components(forms, ref_template="#/components/schemas/{name}")
    bodies = dict(zip(forms, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for opening in openings:
        address = ("/api/v1" if opening.api else "") + _address(opening)
        paths.setdefault(address, {})[opening.door.method.lower()] = _operation(opening, bodies)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Countersign", "version": _version(), "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": {**{name: _closed(part) for name, part in parts.items()}, "Problem": _problem()},
            "responses": _refusals(),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "countersign_session"},
            },
        },
    }


_ABOUT = (
    "Everything a page can do. Sign in as on the pages; send `X-CSRF-Token` (from GET /api/v1/session) with every POST, "
    "and an `Idempotency-Key` where the same act must not happen twice. Errors are RFC 9457 problems."
)


def _address(opening: Opening) -> str:
    path = opening.plan.shape
    for theirs, ours in opening.plan.names.items():
        for kind in ("str", "int", "uuid", "path"):
            path = path.replace(f"{{{theirs}:{kind}}}", f"{{{ours}}}")
    return path


def _operation(opening: Opening, bodies: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    door, plan = opening.door, opening.plan
    said = inspect.getdoc(door.open) or ""
    operation: dict[str, Any] = {
        "operationId": f"{'api' if opening.api else 'page'}_{door.room}_{door.open.__name__}_{door.method.lower()}",
        "summary": said.split("\n\n")[0].replace("\n", " ") or door.open.__name__.replace("_", " "),
        "tags": [door.room if opening.api else "pages"],
        "x-act": door.act,
        "parameters": _parameters(opening),
        "responses": _responses(opening),
    }
    if plan.form:
        media = (
            ["application/json"]
            if opening.api
            else ["application/x-www-form-urlencoded", "multipart/form-data"]
        )
        operation["requestBody"] = {"content": {kind: {"schema": bodies[plan.form]} for kind in media}}
    return operation


def _parameters(opening: Opening) -> list[dict[str, Any]]:
    plan = opening.plan
    found: list[dict[str, Any]] = []
    for theirs, ours in plan.names.items():
        kind = plan.shape.split(f"{{{theirs}:")[1].split("}")[0]
        schema = _KINDS.get(kind, {"type": "string"})
        found.append({"name": ours, "in": "path", "required": True, "schema": schema})
    for name, query in plan.query.items():
        (schema,), _ = msgspec.json.schema_components([query.kind])
        found.append({"name": name, "in": "query", "required": query.required, "schema": schema})
    if opening.api and opening.door.method == "POST":
        for header in ("X-CSRF-Token", "Idempotency-Key"):
            found.append({"name": header, "in": "header", "required": False, "schema": {"type": "string"}})
    return found


def _responses(opening: Opening) -> dict[str, Any]:
    page = {"text/html": {"schema": {"type": "string"}}}
    value = {"application/json": {"schema": {"type": "object"}}}
    found: dict[str, Any] = {}
    if opening.door.method == "GET":
        found["200"] = {
            "description": "The page's value." if opening.api else "The page.",
            "content": value if opening.api else page,
        }
        found["304"] = {"description": "Nothing has changed since the entity tag that was sent."}
        if not opening.api:
            found["303"] = {"description": "Look elsewhere: usually, sign in first."}
    elif opening.api:
        where = {"Location": {"schema": {"type": "string"}}}
        found["201"] = {"description": "Done.", "headers": where, "content": value}
        found["200"] = {"description": "Looked at; nothing was changed.", "content": value}
    else:
        found["303"] = {"description": "Done; look there."}
        found["200"] = {"description": "A page to go on from.", "content": page}
    what = "problem" if opening.api else "refusal"
    found |= {str(code): {"$ref": f"#/components/responses/{what}_{code}"} for code in _codes()}
    return found


def _codes() -> dict[int, str]:
    """Every status that says no, and its title."""
    codes: dict[int, str] = {code: title for code, (_, title, _) in ROUTING.items() if code != 421}
    codes.update({status: title for status, _, title in TABLE.values()})
    return dict(sorted(codes.items()))


def _refusals() -> dict[str, Any]:
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    page = {"text/html": {"schema": {"type": "string"}}}
    return {
        f"{what}_{code}": {"description": title, "content": content}
        for what, content in (("problem", problem), ("refusal", page))
        for code, title in _codes().items()
    }


def _closed(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "additionalProperties": False} if part.get("type") == "object" else part


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    issue = {"type": "object", "properties": dict.fromkeys(("code", "words", "field", "link"), text)}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            **dict.fromkeys(("type", "title", "detail", "instance", "mine", "theirs"), text),
            "status": {"type": "integer"},
            "issues": {"type": "array", "items": issue},
        },
    }


def _version() -> str:
    try:
        return version("countersign")
    except PackageNotFoundError:
        return "0"
