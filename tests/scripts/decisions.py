"""A false page around a true text: another office in the first sentence, buttons exchanged, other words; the script asks no key."""

from collections.abc import Iterator
from typing import Any

from tests.scripts.around import TITLES, around, form, intent, lead, vote_rows
from tests.scripts.case import Case
from tests.scripts.scenes import (
    CLERK,
    COUNSEL,
    FINGERPRINT,
    MINE,
    begun,
    correction,
    page,
    refused,
    scene,
    signed,
    stopped,
)

HELD = "This page does not say once and in these words what would be signed here: “{}”."
ELSEWHERE = "This page would have you sign in a place that is not one for your party and office."
UNSEEN = (
    "This page holds words to be signed in a field that is hidden, or that stands twice. Nothing was signed."
)
BEYOND = "What would be signed has terms that this page cannot show."
JUNE = page(place="other", mine=CLERK)


def held(words: str) -> str:
    """What the script says where these words do not stand once."""
    return HELD.format(" ".join(words.split()))


def pages() -> Iterator[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """The pages on which somebody signs: whose act, the data, and the acts of their forms."""
    yield "approval", page(), ("approval", "decline")
    yield "decline", page(), ("decline",)
    yield "adoption", page(place="board", mine=CLERK), ("adoption",)
    yield "correction", correction(), ("correction",)


def cases() -> Iterator[Case]:
    """All of them."""
    for act, data, acts in pages():
        yield from leads(act, data, acts)
        yield from forms(act, data, acts)
    yield from exchanged()
    yield from places()
    yield from fields()
    yield from votes()


def false(title: str, words: str, data: dict[str, Any], says: str) -> Case:
    """The script stops at the beginning, and every button stays shut."""
    return stopped(title, words, data, around=says)


def leads(act: str, data: dict[str, Any], acts: tuple[str, ...]) -> Iterator[Case]:
    """The first sentence: another office, party or deed; hidden, twice, or not there."""
    said = lead(data, act)
    start = said.partition(" as ")[0]
    words = held(said if act != "decline" else said.partition(", ")[0] + ",")
    for title, other in (
        ("another office", f"{start} as Sheriff{', after Ann' if act == 'decline' else '.'}"),
        ("another party", said.replace(start.partition(" for ")[2], "North High")),
        ("another deed", said.replace("You ", "You do not ")),
        ("more before it", f"Nothing is signed here. {said}"),
    ):
        yield false(f"{act}: {title} in the first sentence", words, data, around(data, *acts, first=f'<p class="lead" data-lead>{other}</p>'))  # fmt: skip
    for title, first in (
        ("no first sentence", f"<p>{said}</p>"),
        ("a hidden one", f'<p class="lead" data-lead style="display: none">{said}</p>'),
        ("one that is heard otherwise", f'<p class="lead" data-lead aria-label="Read on">{said}</p>'),
        ("two", f'<p class="lead" data-lead>{said}</p>' * 2),
        ("a hidden one below another", f'<p class="lead">Read on.</p><p data-lead hidden>{said}</p>'),
    ):
        yield false(f"{act}: {title} at the top", words, data, around(data, *acts, first=first))


def forms(act: str, data: dict[str, Any], acts: tuple[str, ...]) -> Iterator[Case]:
    """Its words and its button."""
    says, label = intent(data, act), TITLES[act][1]
    top, _, rest = (
        around(data, *acts).replace("</p>", "</p>\0").replace("</form>", "</form>\0", 1).split("\0")
    )
    for title, other in (
        ("other words", says.replace("I ", "I do not ", 1)),
        ("another heading", says.replace(TITLES[act][0], "Look", 1)),
        ("another name", says.replace("Dana", "Ann")),
        ("no words", ""),
    ):
        yield false(f"{act}: {title} in its form", held(says), data, top + form(act, other, label) + rest)
    twice = form(act, says, label).replace("<button", f"<div data-intent>{says}</div><button")
    yield false(f"{act}: its words twice", held(says), data, top + twice + rest)
    for title, made in (
        ("another button", form(act, says, "Continue")),
        ("no button", form(act, says, label).replace("button", "span")),
        ("a second button", form(act, says, label).replace("</form>", "<button disabled>Cancel</button></form>")),
        ("a hidden button", form(act, says, label, "hidden")),
        ("a button that is heard otherwise", form(act, says, label, 'aria-label="Cancel"')),
        ("a picture for a button", form(act, says, label).replace("</form>", '<input type="image" alt="x"></form>')),
    ):  # fmt: skip
        yield false(f"{act}: {title}", held(label), data, top + made + rest)
    later = held(label) + " Nothing was signed."
    told = {"said": [later], "fetched": None, "key": None, "handed": None, "sent": 0, "left": 0, "focus": "signing-check"}  # fmt: skip
    seen = begun(data) | told
    yield scene(f"{act}: its button is another later", data, seen, act=act, later=f'[data-act="{act}"] button', around=around(data, *acts))  # fmt: skip


def exchanged() -> Iterator[Case]:
    """Two true forms, of which each says what the other signs."""
    data = page()
    words = {act: (intent(data, act), TITLES[act][1]) for act in ("approval", "decline")}
    labels = {"approval": (words["approval"][0], "Decline with my key"), "decline": (words["decline"][0], "Sign with my key")}  # fmt: skip
    yield false("buttons exchanged", held("Sign with my key"), data, around(data, "approval", "decline", **labels))  # fmt: skip
    swapped = {"approval": words["decline"], "decline": words["approval"]}
    yield false("forms exchanged", held(words["approval"][0]), data, around(data, "approval", "decline", **swapped))  # fmt: skip
    only = {"decline": words["approval"]}
    yield false("a decline that says it approves", held(words["decline"][0]), data, around(data, "decline", **only))  # fmt: skip
    strange = around(data, "approval") + form("void", "x", "y")
    yield false("a form for another act", BEYOND, data, strange)
    both = around(
        data, "decline", "approval", first=f'<p class="lead" data-lead>{lead(data, "approval")}</p>'
    )
    yield signed("decline stands first", "approval", page_says={"around": both})
    named = (f"  {intent(data, 'approval')}  ", "  Sign  with my\nkey ")
    yield signed("blanks around the words", "approval", page_says={"around": around(data, "approval", "decline", approval=named)})  # fmt: skip
    alone = around(data, "decline") + form("decline", intent(data, "decline"), TITLES["decline"][1])
    yield signed("decline before one's turn", "decline", {"reason": "No."}, reason="No.", page_says={"around": alone})  # fmt: skip


def places() -> Iterator[Case]:
    """What would be signed is not for this person's party, office or body."""
    clerk = page(place="board", mine=CLERK)
    for title, act, data in (
        ("another party's place", "approval", page(place="s2")),
        ("no such place", "approval", page(place="s9")),
        ("a place of another office", "approval", page(mine=MINE | {"office": "clerk", "title": "Clerk"})),
        ("another title", "approval", page(mine=MINE | {"title": "Chief"})),
        ("a party that is none", "approval", page(mine=MINE | {"party": "X"})),
        ("another body's place", "adoption", clerk | {"place": "s1"}),
        ("a body of another party", "adoption", clerk | {"mine": CLERK | {"party": "P"}}),
        ("a countersignature for no party", "correction", correction() | {"mine": COUNSEL | {"party": "X"}}),
    ):
        yield false(title, ELSEWHERE, data, around(data, act))
    for mine in (MINE | {"office": "mayor"}, MINE | {"capacity": "late"}):
        yield false(f"an office or role without words: {mine['office']}, {mine['capacity']}", BEYOND, page(mine=mine), around(page(), "approval"))  # fmt: skip
    told = {"meeting": "2026-06-04", "item": "7", "resolution": "R-1", "yes": "7", "no": "1", "abstain": "2", "minutes": "", "gave": ""}  # fmt: skip
    counted = {"meeting": "2026-06-04", "item": "7", "resolution": "R-1", "vote": {"yes": 7, "no": 1, "abstain": 2}, "minutes": "", "body": "other", "delegated": []}  # fmt: skip
    yield signed("a body with a name of its own", "adoption", told, JUNE, **counted)
    other = {"adoption": (intent(page(place="board", mine=CLERK), "adoption"), TITLES["adoption"][1])}
    yield false("another body in the words", held(intent(JUNE, "adoption")), JUNE, around(JUNE, "adoption", **other))  # fmt: skip
    acting = page(mine=MINE | {"capacity": "interim", "title": "Interim Chief of Police"})
    yield signed("an interim chief", "approval", data=acting)


def fields() -> Iterator[Case]:
    """What was typed was typed where it is seen, and once."""
    for title, more in (
        ("a hidden field", '<input type="hidden" name="key" value="k9" data-typed>'),
        ("a field that is not shown", '<input name="key" value="k9" data-typed style="display: none">'),
        ("two fields", '<input name="key" data-typed><input name="key" value="k9" data-typed>'),
    ):
        yield refused(f"{title} in the form", UNSEEN, fetched_=False, more=more)


def votes() -> Iterator[Case]:
    """What a clerk reads before the key is asked is what would be recorded, row by row, or no key is asked."""
    data = page(place="board", mine=CLERK)
    typed = {"meeting": "2026-05-14", "item": "7", "resolution": "R-1", "yes": "7", "no": "1", "abstain": "2", "gave": "yes", "minutes": "AQ" + "A" * 41}  # fmt: skip
    rows = vote_rows(data, typed, FINGERPRINT)
    says = "This page does not say, or says otherwise, what would be recorded: “{}”. Nothing was signed."
    usual = {"act": "adoption", "typed": typed, "fetched_": False}
    for number, (label, words) in enumerate(rows):
        said = says.format(" ".join(f"{label} {words}".split()))
        for title, other in (("words", [label, f"{words}!"]), ("label", [f"No {label}", words])):
            shown = [other if at == number else row for at, row in enumerate(rows)]
            yield refused(f"a vote with another {title}: {label}", said, data, **usual, answers=shown)
    first = says.format(" ".join(rows[0]))
    yield refused("a vote that no row shows", first, data, **usual, answers=[])
    yield refused("a vote with a row more", first, data, **usual, answers=[*rows, ["More", "Yes"]])
    given = [["Authorized with the vote", "No change of the text"] if row[0].startswith("Auth") else row for row in rows]  # fmt: skip
    words = says.format(" ".join(f"{rows[5][0]} {rows[5][1]}".split()))
    yield refused("a vote that hides an authority", words, data, **usual, answers=given)
    unseen = "".join(f'<p data-answer style="display: none">{words}</p>' for words in rows[-1])
    last = says.format(" ".join(" ".join(rows[-1]).split()))
    yield refused("a vote with a row that is hidden", last, data, **usual, answers=rows[:-1], around=around(data, "adoption") + unseen)  # fmt: skip
    twice = '<input type="hidden" name="yes" value="9" data-typed>'
    yield refused("a number of votes twice", UNSEEN, data, **usual, more=twice)
