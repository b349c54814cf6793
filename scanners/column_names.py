"""Whether a column holds names of persons: weighed from its name, its table's, and what the lists of names say.

Here: the weights. Not here: what a name looks like (`scanners.names`), other kinds of data (`scanners.column`).
"""

from __future__ import annotations

from scanners import names
from scanners.headers import is_of_identifiers, is_of_things

Said = tuple[str, float] | None
"""A category of name and how large a part of the values is of it (0 to 1), or None."""

MOSTLY_PLACES = 0.5
AS_SINGLE_WORDS = 0.4
OPEN = 0.5
NAMED = 0.25
SURE_ALONE = 0.1


def decide(header: str, table: str, distinct: int, seen: names.Persons, *, among_persons: bool) -> Said:
    """The category of name that the column holds.

    Args:
        header: the column's name in words; `table` its table's.
        table: see above.
        distinct: how many distinct values were looked at.
        seen: how they look as names.
        among_persons: whether another column of the table is known to be of persons.
    """
    asked = names.header_category(header, table)
    if seen.shaped < names.ENOUGH or (seen.placed > MOSTLY_PLACES and asked != names.LAST):
        return None
    if asked in {names.FIRST, names.LAST}:
        known = not names.is_open(header) or max(seen.first, seen.last) >= AS_SINGLE_WORDS
        return (asked, seen.shaped) if known else None
    if asked is not None:
        return (asked, seen.shaped) if _is_named(header, seen, among_persons=among_persons) else None
    strict = is_of_things(header) or is_of_identifiers(header) or names.says_things(header)
    return _full(distinct, seen, strict=strict) if seen.several >= 0.6 else None if strict else _single(distinct, seen)


def _is_named(header: str, seen: names.Persons, *, among_persons: bool) -> bool:
    """Under a header that asks for persons a part must be known names: things stand under such headers too."""
    enough = OPEN if names.is_open(header) and not among_persons else NAMED
    single = max(seen.first, seen.last)
    alone = seen.several < 0.5 and single >= 2 * enough and seen.sure_first + seen.sure_last >= SURE_ALONE
    return seen.full >= enough or alone


def _full(distinct: int, seen: names.Persons, *, strict: bool) -> Said:
    """Under a silent header most must be full names, hardly any may hold a word of things."""
    enough, sure = (0.85, 0.4) if strict else (0.6, 0.05)
    if distinct < 4 or seen.full < enough or max(seen.sure_first, seen.sure_last) < sure or seen.thing > 0.25:
        return None
    return names.NAME, min(seen.shaped, seen.full)


def _single(distinct: int, seen: names.Persons) -> Said:
    """Single words under a silent header: names of one kind, some of them common, and hardly a place or thing."""
    if distinct < 6 or seen.placed > 0.15 or seen.thing > 0.2:
        return None
    if seen.first >= 0.6 and seen.sure_first >= SURE_ALONE and seen.first >= seen.last:
        return names.FIRST, seen.first
    if seen.last >= 0.6 and seen.sure_last >= SURE_ALONE:
        return names.LAST, seen.last
    return None
