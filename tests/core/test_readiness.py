"""What stands between an edition and the next move: every Issue, with the page that mends it."""

import pytest

from workflow.core.enrolment import Why
from workflow.core.errors import Invalid, Issue
from workflow.core.people import Office
from workflow.core.readiness import (
    FreezeFacts,
    KeyFact,
    SignFacts,
    insist,
    key_issues,
    paper_notices,
    to_freeze,
    to_sign,
)
from workflow.core.threshold import Slot

SLOTS = (
    Slot("chief", "agency", frozenset({Office.CHIEF})),
    Slot("super", "district", frozenset({Office.SUPERINTENDENT})),
)
READY = FreezeFacts("/editions/1", review_complete=True, slots=SLOTS)


def test_a_ready_edition_has_no_issue_and_passes() -> None:
    assert to_freeze(READY) == [] and to_sign(SignFacts("/signing-events/1")) == []
    insist([])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"review_complete": False}, "review.open"),
        ({"placeholders": (("k1", "____"),)}, "text.placeholder"),
        ({"unanswered": (3,)}, "thread.unanswered"),
        ({"blocking": (4,), "unanswered": (4,)}, "thread.blocking"),
        ({"unnamed_parties": ("Springfield Police Department",)}, "text.party"),
        ({"gates": (("72", "It must say that officers do not discipline."),)}, "guidance.72"),
        ({"missing_exhibits": ("Exhibit A",)}, "text.exhibit"),
        ({"has_effective_rule": False}, "term.rule"),
        ({"slots": SLOTS[1:]}, "slot.executive"),
        ({"slots": SLOTS[:1]}, "slot.school"),
        ({"unfounded_parties": (("p1", "Springfield"),)}, "party.founding"),
        ({"objections": (("p1", "Springfield"),)}, "party.objection"),
        ({"unread": (("Officers", 2),)}, "reading.open"),
    ],
)
def test_each_thing_that_stands_in_the_way_is_one_issue_with_a_link(
    change: dict[str, object], code: str
) -> None:
    issues = to_freeze(FreezeFacts(**{**vars(READY), **change}))
    assert [issue.code for issue in issues] == [code]
    assert issues[0].link and issues[0].words


def test_a_lane_in_which_nobody_was_asked_stands_in_the_way() -> None:
    (issue,) = to_freeze(FreezeFacts(**{**vars(READY), "empty_lanes": ("Sides: District",)}))
    assert issue.code == "review.lane" and issue.link.endswith("#pass-over")
    assert "Nobody was asked to review in Sides: District" in issue.words


def test_everything_is_said_at_once() -> None:
    facts = FreezeFacts("/editions/1", review_complete=False, unanswered=(1, 2), blocking=(2,))
    assert [i.code for i in to_freeze(facts)] == [
        "review.open", "thread.blocking", "thread.unanswered", "slot.executive", "slot.school",
    ]  # fmt: skip


def test_what_stands_before_the_signatures() -> None:
    facts = SignFacts(
        "/signing-events/1", vacant=("Superintendent",), keys=(KeyFact(Why.MISSING, "Carl", "Chief"),),
        unadopted=("City Council",), distrusted=(("Sam", "Monday"),),
    )  # fmt: skip
    assert [i.code for i in to_sign(facts)] == [
        "slot.vacant",
        "key.missing",
        "adoption.open",
        "key.distrusted",
    ]
    assert all(issue.link for issue in to_sign(facts))


def test_a_correction_that_waits_for_an_answer_leads_to_where_it_is_given() -> None:
    (issue,) = to_sign(SignFacts("/signing-events/1", unanswered=("Counsel of the district",)))
    assert (issue.code, issue.link) == ("correction.open", "/signing-events/1#correction")
    assert issue.words == "Nobody has answered for the correction yet: Counsel of the district."


def test_a_side_that_nobody_signs_for_leads_to_the_parties() -> None:
    issues = to_freeze(FreezeFacts(**{**vars(READY), "slots": ()}))
    assert [(one.code, one.link) for one in issues] == [
        ("slot.executive", "/parties"),
        ("slot.school", "/parties"),
    ]


def test_a_decline_stands_before_the_signatures_with_who_when_why_and_what_can_be_done() -> None:
    declined = (("Carl Cole", "Friday, 10:00", "Section 2 is not ours."),)
    (issue,) = to_sign(SignFacts("/signing-events/1", declined=declined))
    assert (issue.code, issue.link) == ("signature.declined", "/signing-events/1")
    assert issue.words == (
        "Carl Cole declined to sign on Friday, 10:00. The reason given: “Section 2 is not ours.” Those who run the agreement "
        "answer it by reopening the text, or withdraw the edition."
    )


def test_a_body_that_did_not_adopt_stands_before_the_signatures_with_what_can_be_done() -> None:
    facts = SignFacts(
        "/signing-events/1", not_adopted=("The board did not adopt this text on Friday 1 May 2026.",)
    )
    assert to_sign(facts) == [
        Issue(
            "adoption.failed",
            "The board did not adopt this text on Friday 1 May 2026. Those who run the agreement reopen the text with a reason, or withdraw "
            "the edition.",
            link="/signing-events/1",
        )
    ]


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("when", ["", "Friday, 10:00"])
def test_a_key_that_cannot_sign_is_an_issue_that_says_why_and_from_when(why: Why, when: str) -> None:
    issues = key_issues([KeyFact(why, "Carl Cole", "Chief of Police", when, "/parties/1")])
    if why is Why.READY:
        assert issues == []
        return
    assert [(issue.code, issue.link) for issue in issues] == [(f"key.{why}", "/parties/1")]
    assert "Carl Cole" in issues[0].words and "{" not in issues[0].words
    assert (when in issues[0].words) is (not when or why in (Why.WAITING, Why.OBJECTED))


@pytest.mark.parametrize("why", list(Why))
def test_where_paper_is_allowed_a_key_that_cannot_sign_is_a_notice_and_no_issue(why: Why) -> None:
    by_hand = KeyFact(why, "Carl Cole", "Chief of Police", "", "/parties/1", paper=True)
    assert key_issues([by_hand]) == [] and paper_notices([KeyFact(why, "Ana Ruiz", "Chair")]) == []
    assert to_sign(SignFacts("/signing-events/1", keys=(by_hand,))) == []
    notices = [(one.code, one.link, one.words) for one in paper_notices([by_hand])]
    if why is Why.READY:
        assert notices == []
        return
    ((code, link, words),) = notices
    assert (code, link) == (f"paper.{why}", "/parties/1")
    assert "Carl Cole" in words and words.endswith("The place may be signed on paper.")


@pytest.mark.parametrize(
    ("count", "words"), [(1, "One person of “Officers” has"), (3, "3 people of “Officers” have")]
)
def test_a_list_that_is_not_complete_is_said_before_freeze_and_before_signing(count: int, words: str) -> None:
    facts = SignFacts("/signing-events/1", unread=(("Officers", count),), edition_link="/editions/1")
    (signing,) = to_sign(facts)
    (freezing,) = to_freeze(FreezeFacts(**{**vars(READY), "unread": (("Officers", count),)}))
    assert signing == freezing and signing.words.startswith(words)
    assert signing.link == "/editions/1/acknowledgements"


def test_the_door_that_refuses_names_every_issue() -> None:
    with pytest.raises(Invalid) as refused:
        insist(to_freeze(FreezeFacts("/editions/1", review_complete=False)))
    assert len(refused.value.issues) == 3


def test_what_stands_before_the_freeze_is_said_in_words() -> None:
    facts = FreezeFacts(
        "/editions/1", review_complete=False, has_effective_rule=False, unread=(("Officers", 1), ("All", 3))
    )
    assert [issue.words for issue in to_freeze(facts)] == [
        "The review is not complete yet.",
        "It is not said when the agreement takes effect.",
        "Nobody is named to sign as chief or sheriff.",
        "Nobody is named to sign for the school side.",
        "One person of “Officers” has not confirmed having read this text.",
        "3 people of “All” have not confirmed having read this text.",
    ]


def test_what_stands_before_the_signatures_is_said_in_words() -> None:
    facts = SignFacts(
        "/s", ("Sheriff",), unadopted=("The city council",), distrusted=(("Ana Ruiz", "Monday 4 May 2026"),)
    )
    assert to_sign(facts) == [
        Issue("slot.vacant", "Nobody holds the office for: Sheriff.", link="/parties"),
        Issue("adoption.open", "The city council has not adopted the text yet.", link="/s"),
        Issue(
            "key.distrusted",
            "Ana Ruiz signed with a key that was revoked as not to be trusted since Monday 4 May 2026. The signature "
            "stands, with that warning, for everyone to see. If it should not, reopen the text.",
            link="/s",
        ),
    ]


@pytest.mark.parametrize(
    ("why", "when", "words"),
    [
        (Why.MISSING, "", "Ana Ruiz has no enrolled signing key (Chief)."),
        (Why.REVOKED, "", "The signing key of Ana Ruiz was revoked, and there is no other (Chief)."),
        (Why.LOST, "", "Ana Ruiz reported the signing key lost, and there is no other (Chief)."),
        (Why.UNVOUCHED, "never shown", "Nobody has vouched for the signing key of Ana Ruiz yet (Chief)."),
        (Why.WAITING, "Monday", "The signing key of Ana Ruiz may be used from Monday."),
        (Why.WAITING, "", "The signing key of Ana Ruiz may be used."),
    ],
)
def test_why_a_key_cannot_sign_is_said_in_words(why: Why, when: str, words: str) -> None:
    (issue,) = key_issues([KeyFact(why, "Ana Ruiz", "Chief", when)])
    assert issue == Issue(f"key.{why}", words, link="/parties")
