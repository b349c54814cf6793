"""The arithmetic of the detection benchmark: when a guess is right, and what is counted.

Here: the label guide as functions (`sets/*/CARD.md` says it in words), precision, recall and F1. Not here: running a
scanner (`benchmarks.guesses`), printing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from benchmarks.sets.mentions import Sentence
from benchmarks.sets.slots import Span
from benchmarks.sets.tables import Truth
from rules.categories import covers

FAMILIES = (
    "user.name",
    "user.contact.address",
    "user.financial",
    "user.government_id",
    "user.location",
    "user.biometric",
    "user.unique_id",
    "user.device",
    "user.authorization",
    "user.health_and_medical",
)
GENETIC = "user.health_and_medical.genetic"
PERSON = "user.name"
NEUTRAL = ("user.job_title", "user.workplace", "user.contact.organization", "user.content")
AS_BIOMETRIC = ("user.biometric", "user.authorization.biometric")
DIET = "user.demographic.dietary_requirement"


@dataclass(frozen=True, order=True)
class Finding:
    """One finding in one text; `start` is -1 where the whole column was said to be of the category."""

    start: int
    end: int
    category: str
    how: str = ""
    about: str = ""
    negated: bool = False

    def touches(self, start: int, end: int) -> bool:
        """Whether it overlaps the piece; a finding on the whole column touches everything."""
        return self.start < 0 or (self.start < end and start < self.end)


@dataclass
class Counts:
    """What was rightly found, wrongly found, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __iadd__(self, other: Counts) -> Self:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        return self

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 where nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """Counts in all and by category, with the errors by kind."""

    total: Counts = field(default_factory=Counts)
    by_category: dict[str, Counts] = field(default_factory=dict)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, category: str, counts: Counts) -> None:
        """Count for a category, and in all."""
        self.total += counts
        self.by_category.setdefault(category, Counts())
        self.by_category[category] += counts

    def err(self, kind: str, category: str) -> None:
        """Note one error."""
        self.errors[kind, category] += 1


def family(category: str) -> str:
    """The family in which parent and child may stand for each other, or the category itself."""
    if covers(GENETIC, category):
        return GENETIC
    return next((root for root in FAMILIES if covers(root, category)), category)


def is_right(guess: str, truth: str) -> bool:
    """Whether `guess` may stand for `truth`: equal, or its parent or child within one family."""
    return guess == truth or (family(guess) == family(truth) and (covers(guess, truth) or covers(truth, guess)))


def is_neutral(category: str) -> bool:
    """Whether a finding of the category in free text is neither right nor wrong."""
    return any(covers(one, category) for one in NEUTRAL)


def _any_right(guesses: Iterable[str], truths: Iterable[str]) -> bool:
    wanted = tuple(truths)
    return any(is_right(guess, truth) for guess in guesses for truth in wanted)


def misled(own: Truth, lent: Truth) -> Truth:
    """What is true of a column under another column's header.

    If its values tell what it is, that alone is right. If they do not, the header may be believed.
    """
    if own.must and own.hidden:
        return own
    believed = {*lent.may, *(category for one in lent.must for category in one)}
    return Truth(own.must, own.may | believed, own.hidden, own.text)


def score_column(score: Score, truth: Truth, guesses: frozenset[str], *, hidden: bool) -> list[tuple[str, str]]:
    """Count one column's guesses.

    Args:
        score: where to count.
        truth: what is true of the column.
        guesses: the categories said of the whole column.
        hidden: whether the header was hidden; then what no value can tell only may be said.

    Returns:
        The errors as (kind, category); kinds are ``missed``, ``invented`` (nothing must be said of the column) and
        ``mistyped`` (something else must).
    """
    must = truth.must if truth.hidden or not hidden else ()
    allowed = {*truth.may, *(category for one in truth.must for category in one)}
    errors = []
    for one in must:
        name = "/".join(sorted(one))
        found = _any_right(guesses, one)
        score.add(name, Counts(right=int(found), missed=int(not found)))
        if not found:
            errors.append(("missed", name))
    for guess in sorted(guesses):
        if not _any_right([guess], allowed):
            score.add(guess, Counts(wrong=1))
            errors.append(("mistyped" if must else "invented", guess))
    for error in errors:
        score.err(*error)
    return errors


def score_cell(
    score: Score, spans: Sequence[Span], findings: Iterable[Finding]
) -> list[tuple[str, str, Span | Finding]]:
    """Count one cell's findings; counts go under the family of the category.

    Returns:
        The errors as (kind, family, the span or finding); kinds are ``missed``, ``invented`` (no label there) and
        ``mistyped`` (a label of another category there).
    """
    found = sorted({Finding(f.start, f.end, f.category) for f in findings if not is_neutral(f.category)})
    errors: list[tuple[str, str, Span | Finding]] = []
    for span in spans:
        if span.neutral:
            continue
        hit = any(f.touches(span.start, span.end) and _any_right([f.category], span.categories) for f in found)
        name = family(span.categories[0])
        score.add(name, Counts(right=int(hit), missed=int(not hit)))
        if not hit:
            errors.append(("missed", name, span))
    for one in found:
        touched = [span for span in spans if one.touches(span.start, span.end)]
        if not any(_any_right([one.category], span.categories) for span in touched):
            score.add(family(one.category), Counts(wrong=1))
            errors.append(("mistyped" if touched else "invented", family(one.category), one))
    for kind, _, place in errors:
        score.err(kind, place.categories[0] if isinstance(place, Span) else place.category)
    return errors


def is_flagged(findings: Iterable[Finding]) -> bool:
    """Whether a cell has any finding that is not neutral."""
    return any(not is_neutral(f.category) for f in findings)


def says(category: str, pack: str) -> bool:
    """Whether a finding of `category` speaks of the special category `pack`."""
    if pack == "user.biometric":
        return any(covers(one, category) for one in AS_BIOMETRIC)
    if pack == "user.health_and_medical":
        return category == pack
    return covers(pack, category)


@dataclass
class SpecialScore:
    """One pack's counts (mentions right and missed; sentences wrong), and what found mentions were said to be."""

    counts: Counts = field(default_factory=Counts)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    right_how: int = 0
    right_about: int = 0


def score_special(score: SpecialScore, pack: str, sentence: Sentence, findings: Sequence[Finding]) -> str:
    """Count one sentence for the pack of the category `pack`.

    Returns:
        The kind of error: ``missed``, ``wrong``, or empty.
    """
    affirmed = [f for f in findings if not f.negated]
    if sentence.kind == "positive" and sentence.category == pack:
        wanted = {pack, *sentence.also} if pack == DIET else {pack}
        hits = [
            f
            for f in affirmed
            if any(says(f.category, one) for one in wanted) and any(f.touches(a, b) for a, b in sentence.spans)
        ]
        if not hits:
            score.counts.missed += 1
            score.errors["missed", f"{sentence.how}, {sentence.about}"] += 1
            return "missed"
        score.counts.right += 1
        score.right_how += any(f.how == sentence.how for f in hits)
        score.right_about += any(f.about == sentence.about for f in hits)
        return ""
    if pack in sentence.also or not any(says(f.category, pack) for f in affirmed):
        return ""
    score.counts.wrong += 1
    kind = sentence.kind if sentence.category == pack else "another pack"
    score.errors["wrong", kind] += 1
    return "wrong"
