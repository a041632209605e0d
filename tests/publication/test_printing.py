from tests.conftest import NOW
from tests.evidence import factory
from workflow.evidence import package
from workflow.evidence.manifest import head
from workflow.publication import printing
from workflow.publication.core import Core
from workflow.publication.standing import Signer


def test_what_is_printed_of_the_text_is_taken_from_the_package_alone() -> None:
    data = factory.signed().world.package()
    core = Core(data, package.parse(data), 1)
    chief = Signer("Flo Foster", "Chief of Police", "Springfield PD", NOW, "12 May 2026", "by her own key")
    page = printing.public_copy(
        core, signers=[printing.signature(chief)], sides=["A", "B"], facts=[("Term", "one year")], origin="https://x.example", slug="sro"
    )  # fmt: skip
    manifest = core.parcel["manifest"]
    assert (page.title, page.fingerprint) == (manifest["title"], head(manifest))
    assert page.address == f"https://x.example/mou/sro/{manifest['edition']}"
    assert len(page.clauses) == len(printing.must_be_said(core)) == len(core.parcel["clauses"])
    assert [(one.name, one.office) for one in page.signatures] == [
        ("Flo Foster", "Chief of Police, Springfield PD")
    ]
    assert page.check[-1] == "https://x.example/verify"
