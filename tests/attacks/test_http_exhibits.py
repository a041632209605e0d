"""An exhibit's name stands in addresses: one that an address cannot hold could be neither opened nor taken out again."""

from urllib.parse import quote

import pytest

from tests.attacks.besieged import Siege, form_of


@pytest.mark.parametrize("name", ["Exhibit A/1", "Exhibit A\\1", ".", "..", "..."])
def test_no_exhibit_is_attached_that_nobody_could_remove(siege: Siege, name: str) -> None:
    before, visitor, page = siege.record(), siege["director"], f"/editions/{siege.reviewed}/exhibits"
    files = {"upload": ("x.txt", b"hello", "text/plain")}
    answer = visitor.http.post(page, data={**form_of(visitor), "name": name}, files=files)
    assert answer.status_code == 422 and "no slash" in answer.text
    assert siege.record() == before


@pytest.mark.parametrize("name", ["Exhibit B?x#y%41", "Exhibit … .", "Exhibit “C”&D"])
def test_one_with_any_other_sign_is_opened_and_removed_by_its_address(siege: Siege, name: str) -> None:
    visitor, page = siege["outsider"], f"/editions/{siege.foreign}/exhibits"
    files = {"upload": ("x.txt", b"hello", "text/plain")}
    answer = visitor.http.post(page, data={**form_of(visitor), "name": name}, files=files)
    assert answer.status_code in (200, 201, 303), answer.text
    assert visitor.http.get(f"{page}/{quote(name, safe='')}").content == b"hello"
    assert visitor.http.post(f"/api/v1{page}/{quote(name, safe='')}/removal", json={}).status_code == 201
