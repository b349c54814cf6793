r"""The words of the special categories: plain files in `scanners/words`, and how their patterns are compiled.

Here: reading a file of words, making of hundreds of patterns one that costs little, and the patterns of cues, endings
and labels. Not here: any word of any category (`scanners/words`), what is done with a match (`scanners.terms`).

How a file of words is written: a line `[section]` begins a section; its entries end with " ; " or with the line;
a line that begins with `#` is a remark. A section `[<name>]` makes a part: `<name>` in a later entry stands for any one
of its entries. What each section means stands in `scanners.terms.TermRecogniser`.

How an entry is written (a Python regular expression):

- It is met at word boundaries, in lower-case text of the same length, where underscores count as spaces; an entry of a
  `cased` section in the text as it stands.
- A space stands for one or two spaces, hyphens or line breaks (` ?` for none to two), an apostrophe for either kind;
  inside square brackets they stand for themselves.
- It may hold one capturing group: the mention is then the group, and the rest is the context it needs.
- Every gap is bounded (`(?:\w+ ){0,2}`), so that no text takes longer than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

from scanners import kept_stems
from scanners.needs import Clause, clauses_of_words
from scanners.word_gate import WordGate, bits_of, words_of

WORDS = Path(__file__).parent / "words"

_ENTRY = re.compile(r"\s+;\s+|\s*\n\s*")
_SECTION = re.compile(r"^\[(<?\w+>?)\]$", re.MULTILINE)
_BRACKETS = re.compile(r"(\[(?:\\.|[^\]\\])*\])")
_PLAIN = re.compile(r"[a-z0-9](?![?*+{])")
_WORDS_ONLY = re.compile(r"[a-z]+(?: [a-z]+)*")
_OPTIONAL = re.compile(r"\(\?:[^()]*\)\?|\w\?")
_TOP_LEVEL_BAR = re.compile(r"\\.|[()|]")


class Finder:
    """Many patterns as one.

    Those that begin with letters are one tree of alternatives, in which the longer is met before the shorter and no two
    matches overlap. The others, which begin with a choice of words, are each met by themselves. What is found is all of
    what the tree and each of the others find in the text, so that no pattern hides what another one sees; overlaps are
    the caller's to resolve. None is tried where the words of the text rule it out, which changes nothing of the result.
    """

    def __init__(self, patterns: Iterable[str], *, cased: bool = False) -> None:
        self.patterns = tuple(sorted(set(patterns), key=_longest_first))
        self._plain = [p for p in self.patterns if not cased and _PLAIN.match(p) and not _has_bar(p)]
        plain = set(self._plain)
        self._open = [p for p in self.patterns if p not in plain]

    def spans(self, text: str, start: int = 0, end: int | None = None, met: int | None = None) -> list[tuple[int, int]]:
        """Every match in the order of the text, as the span of its group if it has one; its context may hold others.

        `met`: which of `needs` are met in the text, if the caller knows.
        """
        end = len(text) if end is None else end
        found: set[tuple[int, int]] = set()
        for compiled in self._for(text, start, end, met):
            match = compiled.search(text, start, end)
            while match:
                first, last = match.span(match.lastindex or 0)
                found.add((first, last))
                match = compiled.search(text, first if first > match.start() else max(last, match.start() + 1), end)
        return sorted(found)

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text is one of the patterns."""
        return any(compiled.fullmatch(text) for compiled in self._for(text, 0, len(text)))

    def search(self, text: str) -> bool:
        """Whether any pattern is met."""
        return any(compiled.search(text) for compiled in self._for(text, 0, len(text)))

    @cached_property
    def stems(self) -> Clause:
        """Stems of which every match holds at least one."""
        return _first_clauses(self.patterns)

    @cached_property
    def needs(self) -> tuple[Sequence[Clause], ...]:
        """The clauses of each of the open patterns, and behind them those of the tree."""
        return (*map(_clauses, self._open), *([(_first_clauses(self._plain),)] if self._plain else []))

    @cached_property
    def all_needs(self) -> int:
        """A bit for each of `needs`."""
        return (1 << len(self.needs)) - 1

    @cached_property
    def _gate(self) -> WordGate:
        return WordGate(self.needs)

    @cached_property
    def _tree(self) -> re.Pattern[str]:
        return _compiled(_tree(self._plain))

    def _for(self, text: str, start: int, end: int, met: int | None = None) -> Iterator[re.Pattern[str]]:
        """What may be met in that part of the text."""
        if met is None:
            met = self._gate.met(words_of(text, start, end)) if self.patterns else 0
        for number in bits_of(met):
            yield _alone(self._open[number]) if number < len(self._open) else self._tree


def is_read(pattern: str) -> bool:
    """Whether a pattern is more than plain words, so that it must be parsed."""
    return not _WORDS_ONLY.fullmatch(pattern)


def _first_clauses(patterns: Iterable[str]) -> Clause:
    return frozenset().union(*(_clauses(pattern)[0] for pattern in patterns))


@cache
def _clauses(pattern: str) -> tuple[Clause, ...]:
    found = kept_stems.clauses(widen(pattern)) if is_read(pattern) else clauses_of_words(pattern)
    if not found:
        raise ValueError(f"this pattern can be met by a text that holds no word of its own: {pattern}")
    return found


@cache
def _alone(pattern: str) -> re.Pattern[str]:
    return _compiled("(?:" + widen(pattern) + ")")


@cache
def file_of(name: str) -> Path:
    """Where the words of that name stand."""
    return WORDS / f"{name}.txt"


def words(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of `scanners/words/{name}.txt`, each with its entries; `name` may hold a `.` for a second file.

    Raises:
        ValueError: an entry names a part that no section before it makes.
    """
    text = "\n".join(
        line for line in file_of(name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    found: dict[str, tuple[str, ...]] = {}
    parts: dict[str, str] = {}
    cuts = list(_SECTION.finditer(text))
    for cut, following in zip(cuts, [*cuts[1:], None], strict=True):
        body = text[cut.end() : following.start() if following else len(text)]
        entries = tuple(_filled(e, parts, name) for e in _ENTRY.split(body.strip()) if e)
        section = cut.group(1)
        if section.startswith("<"):
            parts[section] = _any(entries)
        else:
            found[section] = found.get(section, ()) + entries
    return found


def _filled(entry: str, parts: dict[str, str], name: str) -> str:
    for part, pattern in parts.items():
        entry = entry.replace(part, pattern)
    unknown = re.search(r"(?<![?P])<\w+>", entry)
    if unknown:
        raise ValueError(f"scanners/words/{name}.txt: no section [{unknown[0]}] stands before its use")
    return entry


def widen(pattern: str) -> str:
    """A pattern as written → a regular expression: what a space and an apostrophe stand for outside of brackets."""
    pieces = _BRACKETS.split(pattern)
    pieces[::2] = [
        p.replace(" ?", r"[\s\-\u2013]{0,2}").replace(" ", r"[\s\-\u2013]{1,2}").replace("'", "['\u2019]")
        for p in pieces[::2]
    ]
    return "".join(pieces)


def _longest_first(pattern: str) -> tuple[int, int, str]:
    """By what a pattern must hold, then by what it may hold: the longer mention is met before the shorter."""
    return -len(_OPTIONAL.sub("", pattern)), -len(pattern), pattern


def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + source + r")(?!\w)")


def _any(patterns: Iterable[str]) -> str:
    patterns = tuple(patterns)
    return "(?:" + "|".join(widen(p) for p in patterns) + ")" if patterns else ""


def _has_bar(pattern: str) -> bool:
    depth = 0
    for sign in _TOP_LEVEL_BAR.findall(pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            return True
    return False


def _tree(patterns: list[str], depth: int = 0) -> str:
    """Alternatives by their first letters, so that the engine looks at one letter instead of at every pattern."""
    if len(patterns) < 4 or depth == 3:
        return _any(patterns)
    branches: dict[str, list[str]] = {}
    for pattern in patterns:
        head = pattern[0] if _PLAIN.match(pattern) else ""
        branches.setdefault(head, []).append(pattern[len(head) :])
    return (
        "(?:"
        + "|".join(
            head + _tree(tails, depth + 1) if head else _any(tails)
            for head, tails in sorted(branches.items(), key=lambda b: (b[0] == "", b[0]))
        )
        + ")"
    )


def cues_before(cues: Sequence[str]) -> re.Pattern[str] | None:
    """What is met up to the place behind which a cue of one of these forms stands at most three words before."""
    if not cues:
        return None
    said = "|".join(widen(c) for c in sorted(cues, key=lambda c: (-len(c), c)))
    return re.compile(rf"(?<!\w)(?:{said})[\s:,\-\u2013\"'(]{{1,3}}(?:[\w'\u2019&/]+[\s\-,]{{1,2}}){{0,3}}$")


def cues_after(cues: Sequence[str]) -> re.Pattern[str] | None:
    """What is met where a cue of one of these forms follows."""
    if not cues:
        return None
    return re.compile(r"[\s,\-\u2013]{1,3}(?:" + "|".join(widen(c) for c in cues) + r")(?!\w)")


def ending_in(suffixes: Sequence[str]) -> re.Pattern[str] | None:
    """What is met at the endings of words."""
    if not suffixes:
        return None
    return re.compile(r"(?<=\w\w)(?:" + "|".join(suffixes) + r")(?!\w)")


def label_of(headers: Sequence[str]) -> re.Pattern[str] | None:
    """What is met at a header with a colon and the answer behind it, which is the group."""
    if not headers:
        return None
    said = "|".join(widen(h) for h in headers)
    return re.compile(rf"(?<!\w)(?:{said})[\"')]?\s?[:=?]+\s{{0,3}}[\"']?([^,;.:\n\"}}\]]{{1,60}})")
