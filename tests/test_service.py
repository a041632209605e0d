"""The running service, from its bound socket up."""

import http.client
import time
from urllib.parse import urlsplit

from workflow import service
from workflow.adapters.settings import Settings


def test_an_answer_on_a_kept_connection_does_not_wait_for_an_acknowledgement(settings: Settings) -> None:
    """Head and body leave as two packets. With Nagle's algorithm each answer takes 40 ms, whatever the machine does."""
    with service.opened(settings, host="127.0.0.1", port=0) as opened, service.in_background(opened):
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(opened.address).port or 0, timeout=30)
        took = []
        for _ in range(20):
            began = time.perf_counter()
            connection.request("GET", "/", headers={"host": urlsplit(opened.address).netloc})
            assert connection.getresponse().read()
            took.append(time.perf_counter() - began)
        connection.close()
    assert min(took[1:]) < 0.03
