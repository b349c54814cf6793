"""What each column of a table is, told before its cells are read: from its name, all its values and its neighbours.

Here: the decision. What one cell must look like for a kind of data is in the recognisers' files (`WHOLE`), names are
`scanners.names`', the words of the evidence `scanners.evidence`'. Not here: how a cell is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from scanners import evidence, names
from scanners.column_names import decide
from scanners.headers import is_of_identifiers, says_nothing
from scanners.registry import Kind, kinds, modules
from scanners.text import FREE_TEXT_WORDS, header_words, is_free_text, is_machine_text
from scanners.whole import Whole, whole_of

SURE = 0.5
"""A result of at least this score is a finding; a weaker one counts only as evidence for its column."""

MOST = 2_000
"""Most distinct values of a column that are looked at to say what it is, evenly spaced; cells are read all the same."""

LONGEST = 2_000
TOO_LONG = "a text that is too long to be of any one kind"

FIRST_LOOK = 60
"""Values of the first look: a kind that fits none of them, and that the header does not name, is passed over."""

WRITTEN_OUT = 0.9
DIGIT = r"\d"
NAMED = 0.5
PART = 0.2
SILENT_ALONE = 0.8
SILENT_MANY = 0.9
MANY = 20

Nature = Literal["typed", "free text", "machine text", "none"]


@dataclass(frozen=True, slots=True)
class Typed:
    """One category of a whole column: how sure (0 to 1), which recogniser says so, and on what evidence, in words."""

    category: str
    score: float
    recogniser: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a column is.

    `nature`: `typed` when the whole column has one or more categories; else what is in it. `evidence` says why, for
    every nature: words and counts, never a value.
    """

    nature: Nature
    typed: tuple[Typed, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    category: str
    rank: tuple[int, float]
    hit: frozenset[int]
    score: float
    evidence: str


def understand(table: str, columns: Mapping[str, Sequence[str]]) -> dict[str, Understood]:
    """What each column of one table is.

    Args:
        table: the table's name as exported.
        columns: column name as exported → its distinct, non-blank values; every column of the table, so that each is
            seen beside its neighbours.

    Returns:
        Column name → what it is, in the same order.
    """
    looks = {name: _Look.of(name, table, values) for name, values in columns.items()}
    found = {name: _alone(look) for name, look in looks.items()}
    told = {name: {c.name for c in chosen} for name, chosen in found.items()}
    for name, look in looks.items():
        neighbours = set().union(*(kinds_of for other, kinds_of in told.items() if other != name))
        if not found[name]:
            found[name] = _beside(look, neighbours)
    _pair(looks, found)
    return {name: _conclude(look, found[name]) for name, look in looks.items()}


def _pair(looks: Mapping[str, _Look], found: dict[str, list[_Candidate]]) -> None:
    """Type the columns that are something only two together, where neither is anything alone."""
    left = [name for name, look in looks.items() if not found[name] and look.values]
    for kind, whole, _, against in _wholes():
        if whole.pair is None:
            continue
        for one in left:
            for other in left:
                a, b = looks[one], looks[other]
                if one == other or against.search(a.header) or (why := whole.pair(a.values, b.values)) is None:
                    continue
                for look in (a, b):
                    total = len(look.values)
                    words = evidence.of_shape(total, total, look.distinct, whole.called, None, why)
                    hit = frozenset(range(total))
                    found[look.column] = [_Candidate(kind.name, kind.category, (1, 1.0), hit, 0.8, words)]


@dataclass(frozen=True, slots=True)
class _Look:
    """A column as it is looked at: its name as exported and in words, its table's, and the values looked at."""

    column: str
    header: str
    table: str
    values: tuple[str, ...]
    first: tuple[int, ...]
    distinct: int

    @classmethod
    def of(cls, column: str, table: str, values: Sequence[str]) -> _Look:
        stripped = [v.strip() if len(v) <= LONGEST else TOO_LONG for v in _spaced(values, MOST)]
        first = tuple(range(0, len(stripped), max(1, len(stripped) // FIRST_LOOK)))
        return cls(column, header_words(column), header_words(table), tuple(stripped), first, len(values))


def _spaced(values: Sequence[str], most: int) -> Sequence[str]:
    if len(values) <= most:
        return values
    step = len(values) / most
    return [values[int(i * step)] for i in range(most)]


@cache
def _wholes() -> tuple[tuple[Kind, Whole, re.Pattern[str], re.Pattern[str]], ...]:
    brought = {m.__name__.rpartition(".")[2]: getattr(m, "WHOLE", None) for m in modules()}
    table = []
    for kind in kinds().values():
        if kind.column is None and brought[kind.name] is None:
            continue
        whole = brought[kind.name] or whole_of(kind.recogniser, f"as {kind.name} has them", kind.column or "header")
        table.append((kind, whole, re.compile(whole.header), re.compile(whole.against or r"(?!)")))
    return tuple(table)


def _alone(look: _Look) -> list[_Candidate]:
    """What the column is by its own name and values."""
    if not look.values:
        return []
    candidates = [
        candidate
        for kind, whole, header, against in _wholes()
        if (candidate := _weigh(look, kind, whole, header, against)) is not None
    ]
    named = _weigh_names(look)
    return _choose(look, [*candidates, *named])


def _weigh(
    look: _Look, kind: Kind, whole: Whole, header: re.Pattern[str], against: re.Pattern[str]
) -> _Candidate | None:
    """The kind as a candidate for the column, if the header and the values make it one."""
    barred = against.search(look.header) is not None
    speaks = not barred and header.search(look.header) is not None
    wide = _wide(whole, speaks=speaks)
    if (whole.proof == "header" and not speaks) or (not speaks and not any(wide(look.values[i]) for i in look.first)):
        return None
    strict = frozenset(i for i, v in enumerate(look.values) if whole.is_one(v))
    hit = strict | {i for i, v in enumerate(look.values) if i not in strict and wide(v)} if speaks else strict
    total = len(look.values)
    share = len(hit) / total
    more = None
    if speaks:
        if share < PART or len(strict) < whole.least * total:
            return None
        rank = 3
    else:
        if not strict:
            return None
        more = whole.together([look.values[i] for i in sorted(strict)]) if whole.together else ""
        if more is None or not _is_proof(look, whole, share, barred=barred):
            return None
        rank = 2 if whole.proof == "alone" else 1 if share >= SILENT_MANY else 0
    sure = 1.0 if speaks or whole.proof == "alone" else 0.9 if whole.checked else 0.8
    words = evidence.of_shape(len(hit), total, look.distinct, whole.called, look.column if speaks else None, more or "")
    return _Candidate(kind.name, kind.category, (rank, share), hit, sure * share, words)


def _wide(whole: Whole, *, speaks: bool) -> Callable[[str], bool]:
    loose, is_one = whole.loose, whole.is_one
    if not speaks or loose is None:
        return is_one
    return lambda value: is_one(value) or loose(value)


def _is_proof(look: _Look, whole: Whole, share: float, *, barred: bool) -> bool:
    """Whether values alone, under a header that does not name the kind, prove it."""
    total = len(look.values)
    if whole.proof == "alone":
        return not barred and share >= PART
    if barred or (whole.blank and not says_nothing(look.header)):
        return False
    if share < SILENT_MANY:
        return not whole.checked and not is_of_identifiers(look.header) and share >= PART
    if total < whole.fewest:
        return False
    return not is_of_identifiers(look.header) or (whole.checked and total >= MANY)


def _weigh_names(look: _Look, *, among_persons: bool = False) -> list[_Candidate]:
    """Names as candidates for the column."""
    seen = names.persons(look.values)
    said = decide(look.header, look.table, len(look.values), seen, among_persons=among_persons)
    if said is None:
        return []
    category, share = said
    why = evidence.of_names(seen)
    hit = frozenset(i for i, v in enumerate(look.values) if names.looks_like_a_name(v, category))
    asked = names.header_category(look.header, look.table) is not None
    words = evidence.of_shape(
        len(hit), len(look.values), look.distinct, "shaped like names of persons", look.column if asked else None, why
    )
    return [_Candidate(names.RECOGNISER, category, (3 if asked else 1, share), hit, share, words)]


def _choose(look: _Look, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that explain the column: the surest first, then each that explains a further part of it."""
    chosen: list[_Candidate] = []
    explained: set[int] = set()
    total = len(look.values)
    for candidate in sorted(candidates, key=lambda c: (-c.rank[0], -c.rank[1], c.name)):
        if candidate.rank[0] == 0 and not any(c.rank[0] >= 2 for c in chosen):
            break  # a part of the column that proves nothing alone counts only beside a part that does
        if len(candidate.hit - explained) >= PART * total:
            chosen.append(candidate)
            explained |= candidate.hit
    enough = NAMED if any(c.rank[0] == 3 for c in chosen) else SILENT_ALONE
    return chosen if len(explained) >= enough * total else []


def _beside(look: _Look, neighbours: set[str]) -> list[_Candidate]:
    """What the column is because of the columns beside it, where it alone does not say."""
    total = len(look.values)
    if not total:
        return []
    for kind, whole, _, against in _wholes():
        beside = sorted(set(whole.beside) & neighbours)
        is_one = whole.beside_is_one
        if not beside or is_one is None or total < whole.fewest or against.search(look.header):
            continue
        if is_of_identifiers(look.header) or not any(is_one(look.values[i]) for i in look.first):
            continue
        hit = frozenset(i for i, v in enumerate(look.values) if is_one(v))
        if len(hit) >= SILENT_MANY * total:
            why = f"beside a column of {beside[0].replace('_', ' ')}"
            words = evidence.of_shape(len(hit), total, look.distinct, whole.called, None, why)
            return [_Candidate(kind.name, kind.category, (1, 1.0), hit, 0.7, words)]
    if neighbours & _OF_PERSONS and names.header_category(look.header, look.table) == names.NAME:
        return [replace(c, score=0.9 * c.score) for c in _weigh_names(look, among_persons=True)]
    return []


_OF_PERSONS = frozenset({"email_address", "phone", "date_of_birth", "nino", "nhs_number", "gender", "names"})


def _conclude(look: _Look, chosen: Sequence[_Candidate]) -> Understood:
    personal = [c for c in chosen if c.category.startswith("user")]
    typed = tuple(
        Typed(c.category, round(max(min(c.score, 1.0), 0.01), 4), c.name, c.evidence)
        for c in sorted(personal, key=lambda c: (c.category, c.name))
    )
    if typed:
        return Understood("typed", typed, "; ".join(t.evidence for t in typed))
    if chosen:
        return Understood("machine text", (), chosen[0].evidence)
    total = len(look.values)
    prose = sum(is_free_text(v) and v.count(" ") >= FREE_TEXT_WORDS - 1 for v in look.values)
    machine = sum(is_machine_text(v) for v in look.values)
    if total and prose >= 0.3 * total:
        return Understood(
            "free text", (), evidence.of_nature(prose, total, look.distinct, "prose of four words or more")
        )
    if total and machine >= 0.8 * total:
        told = "numbers, dates, codes or digests without words"
        return Understood("machine text", (), evidence.of_nature(machine, total, look.distinct, told))
    return Understood("none", (), f"{look.distinct:,} distinct values, short and of no kind that is known")
