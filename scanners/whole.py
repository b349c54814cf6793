"""What a recogniser's file says of whole columns: how one cell is told, what a header says, how much proof that is.

Here: the form of `WHOLE`, and one made for a recogniser that brings none. Not here: the decision on a column, which is
`scanners.column`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.tokens import Doc
from spacy.vocab import Vocab

Proof = Literal["alone", "many", "header"]
COVER = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """How a whole column is known to hold one kind of data.

    Attributes:
        called: what the values are, in the plural, for the evidence ("valid UK postcodes").
        is_one: whether a whole cell (stripped) is one.
        header: a pattern over the column's name in lower-case words that speaks for it.
        proof: `alone` when the shape is hardly ever anything else; `many` when many values of it are proof and one is
            not (check digits, bare telephone numbers); `header` when only the column's name, or a column beside it,
            can say.
        loose: a wider `is_one`, used only under a header that speaks for it.
        against: a pattern over the column's name that rules it out.
        together: a look at all values at once, needed when the header does not speak: words of evidence, or None.
        checked: whether `is_one` includes a check digit, so that many values under any header are proof.
        beside: recognisers; a column of theirs in the same table lets `beside_is_one` stand for the header.
        beside_is_one: see `beside`.
        blank: whether a silent header must name nothing at all (`col_17`) for values alone to be proof.
        pair: whether two columns of the same table are one together (latitude and longitude): words, or None.
        least: the share that must be `is_one` even where `loose` cells count.
        fewest: distinct values below which a silent header leaves `many` unproved.
    """

    called: str
    is_one: Callable[[str], bool]
    header: str
    proof: Proof = "many"
    loose: Callable[[str], bool] | None = None
    against: str = ""
    together: Callable[[Sequence[str]], str | None] | None = None
    checked: bool = False
    beside: tuple[str, ...] = ()
    beside_is_one: Callable[[str], bool] | None = None
    blank: bool = False
    pair: Callable[[Sequence[str], Sequence[str]], str | None] | None = None
    least: float = 0.0
    fewest: int = 5


def matcher(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> Callable[[str], bool]:
    """Whether a whole cell matches the pattern."""
    compiled = re.compile(pattern, flags)

    def is_one(value: str) -> bool:
        return compiled.fullmatch(value) is not None

    return is_one


def one_of(words: Sequence[str]) -> Callable[[str], bool]:
    """Whether a whole cell is one of the words, in any case."""
    known = frozenset(word.casefold() for word in words)

    def is_one(value: str) -> bool:
        return value.casefold() in known

    return is_one


def whole_of(recogniser: EntityRecognizer, called: str, column: str) -> Whole:
    """What can be said of whole columns by a recogniser whose file brings no `WHOLE`.

    A cell is one when a match covers nearly all of it; its context words are what a header must say.
    """
    words = "|".join(re.escape(w).replace(r"\ ", " ?") for w in recogniser.context or ())
    nothing = NlpArtifacts(
        entities=[], tokens=Doc(Vocab()), tokens_indices=[], lemmas=[], nlp_engine=None, language="en"
    )

    def is_one(value: str) -> bool:
        found = recogniser.analyze(value, recogniser.supported_entities, nothing) or []
        return any(r.end - r.start >= COVER * len(value) for r in found)

    return Whole(
        called=called,
        is_one=is_one,
        header=rf"\b(?:{words})\b" if words else r"(?!)",
        proof="many" if column == "shape" else "header",
    )
