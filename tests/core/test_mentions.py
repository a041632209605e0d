"""Who is meant by an @ and a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.mentions import Meant, Named, meant, mentions, unique

DANA = Named("1", "Dana Diaz", "Counsel", "Springfield District")
ANN = Named("2", "Ann Lee", "Principal", "Springfield High")
LONG = Named("3", "Ann Lee Diaz", "Chief of Police", "Springfield Police Department")
PAT = Named("4", "Pat Smith", "Counsel", "Springfield District")
TWIN = Named("5", "Pat Smith", "Counsel", "Springfield Police Department")
OTHER = Named("6", "Pat Smith", "Sheriff", "Springfield Police Department")
IRISH = Named("7", "Máire O’Brien-Ní", "Clerk", "Board")
SAINT = Named("8", "St. John Doe", "Member", "Board")
PEOPLE = (DANA, ANN, LONG, PAT, TWIN, OTHER, IRISH, SAINT)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("@Dana Diaz", (DANA,)),
        ("Well, @dana  DIAZ: when?", (DANA,)),
        ("(@Dana)", (DANA,)),
        ("@Dana’s office", (DANA,)),
        ("@Dana, @Ann Lee and @Dana Diaz.", (DANA, ANN)),
        ("@Ann Lee said so", (ANN,)),
        ("@Ann Lee Diaz said so", (LONG,)),
        ("@Lee Diaz?", (LONG,)),
        ("@Máire", (IRISH,)),
        ("@máire o'brien-ní.", (IRISH,)),
        ("@St. John Doe.", (SAINT,)),
        ("@Pat Smith, Sheriff: yes", (OTHER,)),
        ("@Pat Smith (Counsel, Springfield District) yes", (PAT,)),
        ("@Pat Smith, Springfield District", (PAT,)),
        ("write to dana@example.org or +@x", ()),
        ("at 5@6, @5pm, @@Dana, @ Dana, @_x", ()),
        ("no sign at all", ()),
    ],
)
def test_who_is_meant(words: str, who: tuple[Named, ...]) -> None:
    assert meant(words, PEOPLE).people == who


@pytest.mark.parametrize(
    ("words", "several"),
    [
        ("@Pat Smith", [("Pat Smith", (PAT, TWIN, OTHER))]),
        ("@Pat, @pat", [("Pat", (PAT, TWIN, OTHER)), ("pat", (PAT, TWIN, OTHER))]),
        ("@Pat Smith, Counsel", [("Pat Smith", (PAT, TWIN, OTHER))]),
        ("@Ann", [("Ann", (ANN, LONG))]),
        ("@Diaz", [("Diaz", (DANA, LONG))]),
    ],
)
def test_several_are_asked_back_and_nobody_is_guessed_at(words: str, several: list[object]) -> None:
    assert meant(words, PEOPLE) == Meant(several=tuple(several))


def test_whom_nobody_is_called_is_unknown_by_the_first_word() -> None:
    assert meant("@Ghost Writer and @Émile, @Dana", PEOPLE) == Meant((DANA,), ("Ghost", "Émile"))


def test_what_is_not_written_like_a_name_is_a_word() -> None:
    assert meant("@import and @home, @dana, =@SUM(1)", PEOPLE) == Meant((DANA,))


def test_it_says_what_to_write_for_everybody() -> None:
    assert [unique(one, PEOPLE) for one in (DANA, ANN, LONG, PAT, TWIN, OTHER)] == [
        "Dana Diaz", "Ann Lee", "Ann Lee Diaz", "Pat Smith, Counsel, Springfield District",
        "Pat Smith, Counsel, Springfield Police Department", "Pat Smith, Sheriff",
    ]  # fmt: skip
    assert all(meant(f"Hm. @{unique(one, PEOPLE)}\n\nYes.", PEOPLE).people == (one,) for one in PEOPLE)


NAMES = st.lists(
    st.sampled_from(["Ann", "Lee", "Diaz", "O'Brien", "Mary-Jo", "Smith"]), min_size=1, max_size=3
)


@given(st.lists(NAMES.map(" ".join), min_size=1, max_size=6, unique=True), st.data())
def test_a_whole_name_that_one_bears_always_means_that_person(names: list[str], data: st.DataObject) -> None:
    people = [Named(str(n), name) for n, name in enumerate(names)]
    one = data.draw(st.sampled_from(people))
    assert meant(f"So, @{one.name}: what now?", people).people == (one,)


@given(st.text(max_size=60))
def test_any_text_is_read_and_nobody_is_named_without_a_sign(words: str) -> None:
    found = meant(words, PEOPLE)
    assert bool(found.people or found.unknown or found.several) <= mentions(words)
    assert mentions(words) <= ("@" in words)


def test_a_whole_name_says_office_and_party_where_there_are_any() -> None:
    assert Named("1", "Pat Lee").whole == "Pat Lee"
    assert Named("1", "Pat Lee", "Counsel", "District").whole == "Pat Lee (Counsel, District)"
