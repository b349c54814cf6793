"""The stems of the patterns in `scanners/words`, worked out beforehand, so that a process begins without parsing them.

Here: the file that holds them, `scanners/words/stems.tsv`, and how it is made anew (`make stems`). Not here: how they
are worked out (`scanners.needs`), the patterns (`scanners.vocabulary`).

A line is a pattern's digest and its clauses, each with its stems. What is not in the file is worked out when it is
asked for, and so is everything if `scanners.needs` is another one than the file was made by: it saves a second of a
process's start and changes no result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

from scanners import needs
from scanners.needs import Clause, clauses_of

FILE = Path(__file__).parent / "words" / "stems.tsv"


def clauses(pattern: str) -> tuple[Clause, ...]:
    """What `scanners.needs.clauses_of` says of a pattern, looked up if it is kept."""
    line = kept().get(_digest(pattern))
    return clauses_of(pattern) if line is None else _read(line)


@cache
def kept() -> Mapping[str, str]:
    """Pattern's digest → its clauses as they stand in the file; none if it is missing or was made by other rules."""
    if not FILE.is_file():
        return {}
    made_by, *lines = FILE.read_text(encoding="ascii").splitlines()
    return dict(line.split("\t", 1) for line in lines) if made_by == rules() else {}


def rules() -> str:
    """A digest of how stems are worked out."""
    return blake2b(Path(needs.__file__).read_bytes(), digest_size=16).hexdigest()


def write(patterns: Iterable[str]) -> None:
    """Make the file anew, of these patterns."""
    lines = sorted(f"{_digest(pattern)}\t{_written(clauses_of(pattern))}" for pattern in set(patterns))
    FILE.write_text("\n".join([rules(), *lines]) + "\n", encoding="ascii")


def _digest(pattern: str) -> str:
    return blake2b(pattern.encode(), digest_size=9).hexdigest()


def _written(found: tuple[Clause, ...]) -> str:
    return "\t".join(",".join(sorted(clause)) for clause in found)


def _read(line: str) -> tuple[Clause, ...]:
    return tuple(frozenset(clause.split(",")) for clause in line.split("\t")) if line else ()


def main() -> None:
    """Make the file anew, of all patterns of all recognisers of words."""
    from scanners.registry import kinds
    from scanners.terms import TermRecogniser
    from scanners.vocabulary import is_read, widen

    told = [kind.recogniser for kind in kinds().values() if isinstance(kind.recogniser, TermRecogniser)]
    finders = [finder for recogniser in told for finder in recogniser.finders]
    write(widen(pattern) for finder in finders for pattern in finder.patterns if is_read(pattern))


if __name__ == "__main__":
    main()
