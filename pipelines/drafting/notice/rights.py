"""Rights as a notice grants them: a right and its time of answer as one promise, a list of rights as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.drafting.notice.given import rights_in
from scanners.prose.reading import Reading, Said

LONGEST_QUOTE = 120
"""Words that a quote of two sentences may have; beyond, the sentence with the time stands alone."""


def with_rights(reading: Reading) -> Iterator[Said]:
    """The sentences, a right and the time in which it is answered as one, and a list of rights as one."""
    said = list(reading.said)
    taken: set[int] = set()
    for place, one in enumerate(said):
        if place in taken:
            continue
        if "right" not in one.kinds:
            yield one
            continue
        items = [
            n
            for n in range(place, len(said))
            if said[n].sentence.lead and said[n].sentence.lead_start == one.sentence.lead_start
        ]
        later = [n for n in range(place + 1, min(place + 5, len(said))) if said[n].sentence.block == one.sentence.block]
        timed = next((n for n in later if "request-clock" in said[n].kinds), None)
        if one.sentence.lead and len(items) > 1:
            yield from _listed_rights(reading, said, items, taken)
        elif (
            timed is not None
            and _one_promise(one, said[timed])
            and _length(reading, one.start, said[timed].end) <= LONGEST_QUOTE
        ):
            clock = said[timed]
            joined = _joined(reading, one, clock, ("request-clock", *(k for k in one.kinds if k != "right")))
            yield replace(joined, periods=clock.periods, before=one.before)
            yield from (replace(said[n]) for n in later if n < timed and said[n].kinds and n not in taken)
            other = tuple(kind for kind in clock.kinds if kind != "request-clock")
            if other:
                yield replace(clock, kinds=other)
            taken |= {n for n in later if n <= timed}
        else:
            yield one


def _one_promise(right: Said, clock: Said) -> bool:
    """Whether a time that stands after a right is the time in which that right is answered."""
    first, then = (rights_in(text) for text in (right.text, clock.text))
    return not then or bool(set(first) & set(then))


def _listed_rights(reading: Reading, said: list[Said], items: list[int], taken: set[int]) -> Iterator[Said]:
    first, last = said[items[0]], said[items[-1]]
    taken |= set(items)
    start = next((one for one in said if one.start == first.sentence.lead_start), first)
    joined = _joined(reading, start, last, ("right",))
    yield replace(joined, text=" ".join(f"{said[n].text}," for n in items))
    for number in items:
        other = tuple(kind for kind in said[number].kinds if kind != "right")
        if other:
            yield replace(said[number], kinds=other)


def _joined(reading: Reading, first: Said, last: Said, kinds: tuple[str, ...]) -> Said:
    quote = re.sub(r"\s+", " ", reading.text[first.start : last.end]).strip()
    return replace(
        first, end=last.end, quote=quote, text=f"{first.text} {last.text}", kinds=tuple(dict.fromkeys(kinds))
    )


def _length(reading: Reading, start: int, end: int) -> int:
    return len(reading.text[start:end].split())
