"""The routes that come with the service, as data: one file a route, each with where it comes from and when to choose it."""

import tomllib
from functools import cache
from pathlib import Path

from workflow.core.errors import Invalid
from workflow.core.route_check import validate
from workflow.core.routing import Route, from_json

ROUTES = Path(__file__).parent / "routes"
DEFAULT = "cops"


class BadRoute(ValueError):
    """A route's file is wrong: a fault of whoever wrote it."""


def names() -> list[str]:
    """The routes that come with the service, the default first."""
    return sorted((path.stem for path in ROUTES.glob("*.toml")), key=lambda name: (name != DEFAULT, name))


@cache
def load(name: str) -> Route:
    """A route that comes with the service. Raises BadRoute, or FileNotFoundError for a name there is none of."""
    return parse((ROUTES / f"{name}.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Route:
    """A route from its file's text. Raises BadRoute."""
    try:
        route = from_json(tomllib.loads(text))
        validate(route)
    except (KeyError, TypeError, ValueError, Invalid) as fault:
        raise BadRoute(f"The route cannot be read: {fault}") from fault
    if not (route.title and route.source and route.why):
        raise BadRoute(
            f"Route {route.id} does not say what it is, where it comes from and when to choose it."
        )
    return route


def default() -> Route:
    """The route an edition takes when nobody chooses another."""
    return load(DEFAULT)
