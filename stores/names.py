"""Names, so far as they tell two people apart who use one address: given and family name of a record, as SQL.

What belongs here: which columns of a map hold the person's own name, and the parts of a name. Nothing is linked by a
name; see ``stores.linking`` for what follows from two.
"""

from __future__ import annotations

from stores.quoting import identifier, literal
from stores.store import Table

NAMES = ("given", "family", "initial")

TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "revd", "lord", "lady")
NO_PERSON = (
    "limited", "ltd", "plc", "llp", "inc", "llc", "gmbh", "school", "schools", "academy", "college", "trust", "council",
    "university", "church", "charity", "group", "company", "services", "solutions", "team", "office", "department",
    "support", "accounts", "sales", "training", "the", "and", "via", "no-reply", "noreply", "admin",
)  # fmt: skip
"""Words that people's names do not hold: what stands there is an organisation, or a mailbox."""


def name_parts(table: Table) -> tuple[str, str]:
    """SQL for given and family name over a landed row, lower case; '' or NULL where the map or the row has none.

    Two columns of first and last name, or one of the whole name ("Jo Ann Smith", "Smith, Jo Ann"), of which the first
    and last words count. A table with several such columns speaks of several people: then none is taken.
    """
    columns = name_columns(table)
    if len(columns) == 2:
        given, family = (_clean(identifier(column)) for column in columns)
        return f"split_part({given}, ' ', 1)", f"split_part({family}, ' ', -1)"
    if columns:
        name = _clean(identifier(columns[0]))
        turned = f"trim(regexp_replace({name}, '^([^,]+),(.*)$', '\\2 \\1'))"
        words = f"length({turned}) - length(replace({turned}, ' ', ''))"
        usable = f"{words} BETWEEN 1 AND 3"
        return (
            f"CASE WHEN {usable} THEN split_part({turned}, ' ', 1) END",
            f"CASE WHEN {usable} THEN split_part({turned}, ' ', -1) END",
        )
    return "NULL", "NULL"


def name_columns(table: Table) -> list[str]:
    """The columns of a record's own name: of the first and the last, of the whole, or none that is surely its own."""
    of = {category: [c for c, said in table.personal.items() if said == category]
          for category in ("user.name", "user.name.first", "user.name.last")}  # fmt: skip
    first, last, whole = (of[name] for name in ("user.name.first", "user.name.last", "user.name"))
    if len(first) == len(last) == 1:
        return [*first, *last]
    return whole if len(whole) == 1 and not first and not last else []


def _clean(column: str) -> str:
    """Lower case, one space between words, no titles; NULL for what is no person's name."""
    words = f"regexp_replace(lower(strip_accents({column})), '[^\\p{{L}},''-]+', ' ', 'g')"
    title = literal(rf"(^| )({'|'.join(TITLES)})( |$)")
    plain = f"trim(regexp_replace({words}, {title}, ' '))"
    other = literal(rf"(^|[ ,])({'|'.join(NO_PERSON)})([ ,]|$)")
    return (
        f"CASE WHEN NOT regexp_matches({column}, '[0-9@&/]') AND NOT regexp_matches({words}, {other}) THEN {plain} END"
    )
