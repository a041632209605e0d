"""The service answers on a port of its own."""

import httpx
import pytest


@pytest.mark.both_databases
def test_the_service_answers_and_ends(served, settings, database):
    here = served(settings)
    assert here.settings.public_url == here.url
    assert httpx.get(f"{here.url}/healthz").status_code == 200


def test_settings_survive_the_way_through_the_environment(settings):
    from tests.rig.processes import environment
    from workflow.adapters.settings import from_environment

    assert from_environment(environment(settings)) == settings
