"""The page engine knows our static files, and refuses a name it does not know."""

import pytest
from jinja2 import UndefinedError

from workflow.web.static import StaticFiles
from workflow.web.templates import environment


def test_static_addresses_carry_a_fingerprint() -> None:
    env = environment(StaticFiles(), "UTC")
    assert env.from_string("{{ static('site.css') }}").render().startswith("/static/site.css?v=")


def test_a_missing_name_is_a_fault_and_text_is_escaped() -> None:
    env = environment(StaticFiles(), "UTC")
    with pytest.raises(UndefinedError):
        env.from_string("{{ nobody }}").render()
    assert env.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
