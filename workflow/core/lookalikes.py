"""Letters that look like others: a Cyrillic а in a Latin word reads the same and is not the same. Pure.

What is signed must be what is read, and a search for a word must find it. Such letters are no fault of the character
door, since names and translations may stand in any script; so they are told to people, in a name as it is typed and in a
text before its freeze:

1. a word that mixes Latin, Greek and Cyrillic letters;
2. a Greek or Cyrillic word made of nothing but letters that look Latin, in a line that is Latin otherwise.
"""

import re
import unicodedata
from dataclasses import dataclass

RANGES = {
    "Latin": ((0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0x24F), (0x250, 0x2AF), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA722, 0xA7FF)),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Cyrillic": ((0x400, 0x52F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
}  # fmt: skip
LATIN_IN_LOOKS = frozenset(
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u0501\u051b\u051d\u04bb\u04cf"  # Cyrillic, small
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405\u0474\u04c0\u051a\u051c"  # Cyrillic, capital
    "\u03bf\u03bd\u03c1\u03b9\u03ba\u03f2\u03f3"  # Greek, small
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"  # Greek, capital
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Lookalike:
    """A word with a letter of another script. Lines and columns count from 1; `letter` is the odd one at that place."""

    line: int
    column: int
    word: str
    letter: str
    scripts: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is wrong, and what to do."""
        name = unicodedata.name(self.letter, "a letter without a name").lower()
        some = (
            f"{' and '.join(self.scripts)} letters"
            if len(self.scripts) > 1
            else f"{self.scripts[0]} letters that look Latin"
        )
        return (
            f"Line {self.line}, character {self.column}: the word “{self.word}” holds {some} ({name}, U+{ord(self.letter):04X}). "
            "It reads like another word and is not the same. Type the word anew in one script."
        )  # fmt: skip


def script_of(letter: str) -> str:
    """Latin, Greek or Cyrillic; an empty string for everything else."""
    point = ord(letter)
    return next(
        (name for name, spans in RANGES.items() if any(low <= point <= high for low, high in spans)), ""
    )


def lookalikes(text: str) -> list[Lookalike]:
    """Every such word, in order. Linear; a text without Greek or Cyrillic letters is passed at a glance."""
    if text.isascii():
        return []
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.isascii():
            latin = _mostly_latin(line)
            found += [one for word in WORD.finditer(line) if (one := _judge(word, number, latin))]
    return found


def _judge(word: re.Match[str], line: int, latin: bool) -> Lookalike | None:
    letters = [(at, char, script_of(char)) for at, char in enumerate(word[0])]
    scripts = tuple(dict.fromkeys(script for _, _, script in letters if script))
    if not scripts:
        return None
    if len(scripts) == 1:
        if not latin or any(script and char not in LATIN_IN_LOOKS for _, char, script in letters):
            return None
        odd = letters[0]
    else:
        known = [script for _, _, script in letters if script]
        usual = max(scripts, key=known.count)
        odd = next(each for each in letters if each[2] and each[2] != usual)
    return Lookalike(line, word.start() + odd[0] + 1, word[0], odd[1], scripts)


def _mostly_latin(line: str) -> bool:
    scripts = [script_of(char) for char in line if char.isalpha()]
    return 2 * scripts.count("Latin") > len(scripts)
