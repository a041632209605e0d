"""The template engine of pages: the shared one (`workflow.adapters.templates`), with the addresses of static files."""

from jinja2 import Environment

from workflow.adapters import templates
from workflow.adapters.templates import day, folder, iso, label, moment, paragraphs, plural, render
from workflow.web.static import StaticFiles

__all__ = ["day", "environment", "folder", "iso", "label", "moment", "paragraphs", "plural", "render"]


def environment(static: StaticFiles, timezone: str) -> Environment:
    """The environment of a process's pages."""
    env = templates.environment(timezone)
    env.globals.update(static=static.url)
    return env
