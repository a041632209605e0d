"""The vocabulary of events."""

import re

import pytest

from workflow.core.events import (
    EDITION_CHAIN,
    IN_WORDS,
    PARTY_CHAIN,
    PUBLIC,
    SERVICE_PUBLIC,
    EventKind,
    is_public,
)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_has_words_and_keeps_the_grammar(kind: EventKind) -> None:
    assert IN_WORDS[kind]
    assert re.fullmatch(r"[a-z]+(:[a-z]+){1,2}", kind)


def test_what_the_public_may_see_is_the_two_chains_and_what_the_service_says_of_itself() -> None:
    assert PUBLIC == EDITION_CHAIN | PARTY_CHAIN | SERVICE_PUBLIC
    assert len(PUBLIC) == len(EDITION_CHAIN) + len(PARTY_CHAIN) + len(SERVICE_PUBLIC)
    assert [kind for kind in EventKind if is_public(kind)] == [kind for kind in EventKind if kind in PUBLIC]


def test_comments_and_verdicts_stay_private() -> None:
    assert not {EventKind.COMMENT_POSTED, EventKind.VERDICT_GIVEN, EventKind.THREAD_OPENED} & PUBLIC
