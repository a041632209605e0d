"""A PDF beside the package from the web: it is the one that was published, or it is not, and either is said."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence import factory
from tests.evidence.judging import tampered
from tests.evidence.test_hiding import HIDDEN
from tests.publication import sheets
from tests.vectors.published import signed
from workflow.adapters.keystore import Keystore
from workflow.evidence.errors import Bad
from workflow.evidence.verdict import Check
from workflow.evidence.verify import verify
from workflow.publication.announced import Announced, held, read
from workflow.publication.sealed import examine

WORLD = signed()
CORE = WORLD.package()
FACTS = [("Period", "In force until 31 August 2040")]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keystore:
    return Keystore(tmp_path_factory.mktemp("deployment") / "keys")


@pytest.fixture(scope="module")
def pdf(keys: Keystore) -> bytes:
    return sheets.sealed(sheets.page(CORE), keys)


@pytest.fixture(scope="module")
def web(pdf: bytes) -> bytes:
    return WORLD.publish(CORE, pdf)


@pytest.fixture(scope="module")
def older(web: bytes) -> bytes:
    """A policy that does not say whose seal it must be."""
    assert web
    return WORLD.policy()


@pytest.fixture(scope="module")
def said(web: bytes, older: bytes) -> Announced:
    found = read("package.json", web, verify(web, older))
    assert found is not None
    return found


def forged(tmp_path) -> bytes:
    """The same package behind another first page, sealed by a stranger."""
    return sheets.sealed(sheets.page(CORE, facts=FACTS), Keystore(tmp_path / "stranger"))


def test_the_pdf_that_was_published_is_known_by_its_hash_whoever_sealed_it(
    pdf: bytes, older: bytes, said: Announced, keys: Keystore
) -> None:
    assert examine(pdf, older)[0].codes == ["pdf.unvouched"]
    for trust in (older, sheets.naming(keys, older)):
        verdict, _ = examine(pdf, trust, announced=[said])
        found = {check.id: check.detail for check in verdict.checks}
        assert verdict.verdict == "verified" and verdict.sentence().endswith("Nothing has been changed.")
        assert found["pdf.published"] == "package.json shows that this very PDF was published on 4 May 2026"
    assert "these very bytes were published" in examine(pdf, older, announced=[said])[0].checks[-4].detail
    other = sheets.naming(Keystore(keys.folder / "other"), older)
    assert examine(pdf, other, announced=[said])[0].codes == ["pdf.authority"]


def test_another_pdf_around_the_same_package_is_told_from_it(
    older: bytes, said: Announced, keys: Keystore, tmp_path
) -> None:
    made = forged(tmp_path)
    verdict, _ = examine(made, older, announced=[said])
    assert verdict.codes == ["pdf.published", "pdf.unvouched"]
    assert verdict.sentence().endswith(
        "this PDF is not, byte for byte, the one that was published with its package."
    )
    ours = sheets.sealed(sheets.page(CORE, facts=FACTS), keys)
    verdict, _ = examine(ours, sheets.naming(keys, older), announced=[said])
    assert verdict.codes == ["pdf.published"] and "another PDF was published" in verdict.missing[0]


def test_a_copy_that_was_replaced_is_one_that_was_published_and_says_so(keys: Keystore) -> None:
    cast = factory.signed()
    world = cast.world
    world.publisher = Ed25519PrivateKey.generate()
    first = world.package()
    pdf = sheets.sealed(sheets.page(first), keys)
    world.publish(first, pdf)
    world.hide(cast.chief, HIDDEN)
    second = world.package()
    again = world.publish(second, b"%PDF of the second")
    found = read("p.json", again, verify(again, world.policy()))
    assert found is not None and len(found.copies) == 2
    same, words = held(pdf, first, found.head, [found])
    assert same and "this very PDF was published on " in words
    assert words.endswith("; a newer public copy was published on 4 May 2026")
    assert "newer" not in held(b"%PDF of the second", second, found.head, [found])[1]
    verdict, _ = examine(pdf, world.policy(), announced=[found])
    assert verdict.verdict == "verified" and words in [check.detail for check in verdict.checks]


def test_what_tells_of_another_text_or_another_copy_is_not_held_against_it(said: Announced) -> None:
    pdf, other = b"%PDF", factory.signed().world.package()
    assert held(pdf, other, "another head", [said]) == held(pdf, CORE, said.head, []) == (False, "")
    elsewhere = replace(said, copies=tuple(replace(one, core="x") for one in said.copies))
    assert held(pdf, CORE, said.head, [elsewhere]) == (
        False,
        "not compared: package.json tells of another public copy of this text",
    )
    with pytest.raises(Bad, match="another PDF was published"):
        held(pdf, CORE, said.head, [elsewhere, said])


def test_only_a_record_that_holds_announces_anything(web: bytes, older: bytes) -> None:
    def announces(data: bytes, policy: bytes | None) -> bool:
        return read("p", data, verify(data, policy)) is not None

    assert announces(web, older) and announces(web, None)
    assert not announces(CORE, older)
    assert not announces(tampered(web, lambda package: package["publication"].update(pdf="A" * 43)), older)
    assert not announces(web, factory.good_package()[1])
    fine = verify(web, older)
    ordered = replace(fine, checks=(*fine.checks, Check("text.withheld", False, "an order")))
    assert read("p", web, ordered) and not read("p", web, replace(ordered, checks=(*ordered.checks, Check("chain.link", False, "a gap"))))  # fmt: skip
