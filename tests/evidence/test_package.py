import pytest

from tests.evidence import factory
from workflow.evidence import package
from workflow.evidence.canonical import b64u, dumps, loads, sha256
from workflow.evidence.errors import Bad


@pytest.fixture(scope="module")
def world():
    return factory.signed().world


def test_the_core_stands_in_the_web_copy_byte_for_byte(world):
    core = world.package()
    data = world.publish(core)
    web = package.parse(data)
    assert package.core_of(data, web) == core
    assert package.core_of(core, package.parse(core)) == core
    assert web["publication"]["core"] == b64u(sha256(core))
    assert set(web) - set(loads(core)) == {"publication"}


def test_a_text_that_looks_like_the_publication_is_no_part_of_the_cut():
    world = factory.signed(factory.frozen(title='"cosignatures":[],"publication":{},')).world
    core = world.package()
    data = world.publish(core)
    assert package.core_of(data, package.parse(data)) == core


def test_an_entry_without_a_statement_has_no_envelope(world):
    made = package.Entry({"seq": 0}, 1, [b"h" * 32])
    assert made.members() == {"index": 1, "leaf": {"seq": 0}, "proof": [b64u(b"h" * 32)]}


@pytest.mark.parametrize("name", package.RESERVED)
def test_what_this_version_cannot_check_is_refused(world, name):
    for held in ([""], [{}], ["x"], {}):
        with pytest.raises(Bad) as refused:
            package.parse(dumps(loads(world.package()) | {name: held}))
        assert refused.value.code == "package.members"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"manifest": {}}, "manifest.members"),
        ({"note": ""}, "package.members"),
        ({"clauses": []}, "package.members"),
        ({"parties": []}, "package.members"),
        ({"format": "sro-mou/package/v2"}, "package.members"),
    ],
)
def test_a_package_has_its_members_and_no_other(world, change, code):
    with pytest.raises(Bad) as refused:
        package.parse(dumps(loads(world.package()) | change))
    assert refused.value.code == code


def test_a_package_is_canonical(world):
    with pytest.raises(Bad) as refused:
        package.parse(world.package() + b" ")
    assert refused.value.code == "package.json"


def test_nothing_is_built_that_would_not_be_read(world):
    with pytest.raises(Bad):
        world.package(clauses=[])
