"""Letters to those beside the review: a body's clerk, observers, and whoever confirms having read the text."""

from collections.abc import Callable

from workers import note_letters, observer_letters, reading_letters
from workers.words import Subject, Words

LETTERS: dict[str, Callable[[Subject], Words | None]] = {
    "note": note_letters.note,
    "observer": observer_letters.link,
    "observed": observer_letters.moved,
    "acknowledge": reading_letters.acknowledge,
}
