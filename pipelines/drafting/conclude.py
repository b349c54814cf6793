"""What a map may say of a table, concluded from what was counted; every conclusion with its evidence in words.

What belongs here: keys, identifiers, links, dates, clocks, types, codes. Counting is ``pipelines.drafting.evidence``'s;
writing it down ``pipelines.drafting.binding``'s. A conclusion is a draft: whoever takes it over confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import duckdb

from pipelines.drafting.evidence import Evidence, contained, together_unique
from stores.store import safe_name

Said = tuple[str, str]
"""A conclusion and the evidence for it in words."""

CLOCKS: dict[str, str] = {
    "opted_out_on": r"unsub|opt_?(ed_)?out|objected|withdrawn|withdrew",
    "opted_in_on": r"opt_?(ed_)?in|opt_?in_?time|consent|confirm_time|subscribed",
    "last_contacted_on": r"last_?(email_?)?(sent|contacted|mailed)|last_send",
    "last_interaction_on": r"last_?(login|seen|activity|active|visit|open|click|reply|used|interaction)",
    "purchase_completed_on": r"(^|_)(paid|purchased)(_|$)|fully_?paid",
    "ended_on": r"closed|ended|end_?date|leave|left|cancelled|canceled|terminated|resolved|disabled",
    "collected_on": r"created|create_?date|registered|signup|sign_up|joined|received|submitted|applied|enrolled|added",
}
"""Clock of a record to the names of columns that speak of it."""

SUBJECT_TYPES: dict[str, str] = {
    "candidate": r"applicant|application|candidate|recruit",
    "employee": r"employee|staff|payroll|personnel",
    "delegate": r"delegate|attendee|registrant|participant|booking",
    "subscriber": r"subscriber|newsletter|mailing",
    "support_caller": r"ticket|support|case|call",
    "enquirer": r"enquir|inquir|contact_?form|feedback",
    "supplier": r"supplier|vendor",
    "customer": r"customer|order|invoice|purchase|payment|sale",
    "client": r"client|account_holder",
    "product_user": r"(^|_)users?$|login|(^|_)accounts?$|member",
    "visitor": r"visitor|access_?log|session|page",
    "contact": r"contact|people|person|lead",
}

_IDENTITY = re.compile(
    r"(?:^|[_ ])(?:id|uuid|guid|key|ref|reference|no|number|code)$|(?<=[a-z])(?:ID|Id)$", re.IGNORECASE
)
_CODED = re.compile(r"status|state$|type$|kind|stage|outcome|result|level|channel|method|reason|source", re.IGNORECASE)
_LONGEST_KEY = 80


@dataclass
class Conclusions:
    """The draft of one table's map. Each value with its evidence."""

    key: list[str]
    key_because: str
    digest_key: bool = False
    subject: dict[str, Said] = field(default_factory=dict)
    links: dict[str, Said] = field(default_factory=dict)
    dates: dict[str, tuple[list[str], list[str], str]] = field(default_factory=dict)
    clocks: dict[str, Said] = field(default_factory=dict)
    further_clocks: dict[str, list[str]] = field(default_factory=dict)
    types: dict[str, Said] = field(default_factory=dict)
    codes: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    personal: dict[str, Said] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    subject_type: Said | None = None


def conclude(
    con: duckdb.DuckDBPyConnection,
    staged: str,
    name: str,
    evidence: Mapping[str, Evidence],
    categories: Mapping[str, Said],
    declared_key: tuple[str, ...] = (),
) -> Conclusions:
    """The draft for one table, but for its links and the identifiers that come with them.

    Args:
        con: the connection with the staged table.
        staged: the staged table.
        name: the table's name, for what it speaks of.
        evidence: of each column.
        categories: column to data category and evidence, as the scanners see it.
        declared_key: the primary key that the database declares.
    """
    key, because = _key(con, staged, evidence, declared_key)
    found = Conclusions(key, because)
    found.personal = dict(categories)
    for column, one in evidence.items():
        if one.mostly("email") and column not in found.personal:
            found.personal[column] = ("user.contact.email", _share(one, "email", "look like e-mail addresses"))
    found.digest_key = any(not _IDENTITY.search(column) or evidence[column].addressed for column in key)
    _dates(found, evidence)
    _identifiers(found, evidence)
    _values(found, evidence)
    found.subject_type = _subject_type(name)
    found.required = [c for c in key if evidence[c].rows and evidence[c].filled == evidence[c].rows]
    return found


def _key(
    con: duckdb.DuckDBPyConnection, staged: str, evidence: Mapping[str, Evidence], declared: tuple[str, ...]
) -> tuple[list[str], str]:
    if declared and all(column in evidence for column in declared):
        return list(declared), "the primary key that the database declares"
    alone = [c for c, e in evidence.items() if e.unique and e.longest <= _LONGEST_KEY]
    if alone:
        best = min(alone, key=lambda c: (not _IDENTITY.search(c), bool(evidence[c].dates), list(evidence).index(c)))
        return [best], f"filled and different in all {evidence[best].rows:,} rows"
    full = [
        c for c, e in evidence.items() if e.rows and e.filled == e.rows and e.distinct > 1 and e.longest <= _LONGEST_KEY
    ]
    full = sorted(full, key=lambda c: (not _IDENTITY.search(c), evidence[c].mostly("number"), list(evidence).index(c)))[
        :7
    ]
    for size in (2, 3):
        for some in combinations(full, size):
            if together_unique(con, staged, some):
                rows = evidence[some[0]].rows
                return list(some), f"no column alone is; together they are different in all {rows:,} rows"
    return full or list(evidence)[
        :1
    ], "NOT unique: rows that share it are quarantined; name columns that tell the records apart"


def _dates(found: Conclusions, evidence: Mapping[str, Evidence]) -> None:
    for column, one in evidence.items():
        meant = one.filled
        whole = [form for form, n in one.dates.items() if n >= 0.9 * meant and n]
        if not whole:
            continue
        best = max(one.dates[form] for form in whole)
        forms = [form for form in whole if one.dates[form] == best]
        if len(forms) > 1 and one.two_ways:
            told = f"day and month can be told both ways in {one.two_ways:,} of {meant:,} values: those rows are "
            told += "quarantined until one form is struck out here"
        else:
            forms = forms[:1]
            rest = meant - best
            told = f"{best:,} of {meant:,} values"
            told += f"; the rows of the other {rest:,} are quarantined" if rest and not one.none_words else ""
        found.dates[column] = (forms, list(one.none_words), told)
    for clock, words in CLOCKS.items():
        taken = {said[0] for said in found.clocks.values()}
        spoken = [c for c in found.dates if re.search(words, safe_name(_snake(c))) and c not in taken]
        if spoken:
            found.clocks[clock] = (spoken[0], "by its name; confirm that it starts the period")
            if len(spoken) > 1:
                found.further_clocks[clock] = spoken[1:]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)


def _identifiers(found: Conclusions, evidence: Mapping[str, Evidence]) -> None:
    mail = [c for c, e in evidence.items() if e.mostly("email")]
    if mail:
        best = max(mail, key=lambda c: evidence[c].filled)
        found.subject["email"] = (best, _share(evidence[best], "email", "are e-mail addresses"))
    phones = [c for c, (category, _) in found.personal.items() if category == "user.contact.phone_number"]
    if phones:
        found.subject["phone"] = (phones[0], "weak: a number may be shared, so it never links two records")


def _values(found: Conclusions, evidence: Mapping[str, Evidence]) -> None:
    for column, one in evidence.items():
        if not one.filled or column in found.dates or column in found.personal:
            continue
        for kind in ("uuid", "email", "integer", "number"):
            if one.shapes.get(kind, 0) == one.filled and one.filled >= 20:
                found.types[column] = (kind, f"all {one.filled:,} values")
                break
        if one.codes and _CODED.search(column):
            found.codes[column] = (one.codes, f"the only values in {one.filled:,} rows")


def _subject_type(name: str) -> Said | None:
    spoken = safe_name(_snake(name))
    return next(
        ((kind, "by the table's name") for kind, words in SUBJECT_TYPES.items() if re.search(words, spoken)), None
    )


def _share(one: Evidence, shape: str, what: str) -> str:
    return f"{one.shapes.get(shape, 0):,} of {one.filled:,} values {what}"


def singular(name: str) -> str:
    """The kind of identifier that a table's own key is: ``customers`` gives ``customer``."""
    spoken = safe_name(name)
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if spoken.endswith(ending) and not spoken.endswith("ss"):
            return (spoken.removesuffix(ending) + instead)[:40] or "record"
    return spoken[:40] or "record"


@dataclass(frozen=True)
class Place:
    """One drafted table of a store, as links see it."""

    name: str
    staged: str
    evidence: Mapping[str, Evidence]
    conclusions: Conclusions
    declared_links: Mapping[str, str] = field(default_factory=dict)


def link(con: duckdb.DuckDBPyConnection, places: Iterable[Place]) -> None:
    """Say which column of which table names a record of which other, and whom the records are then about."""
    tables = {place.name: place for place in places}
    for place in tables.values():
        for column, target in place.declared_links.items():
            parent, _, key = target.partition(".")
            if parent in tables and key in tables[parent].evidence and column in place.evidence:
                place.conclusions.links[column] = (target, "a foreign key that the database declares")
        for column, one in place.evidence.items():
            if column not in place.conclusions.links and one.filled and (said := _named(con, place, column, tables)):
                place.conclusions.links[column] = said
    _people(tables)


def _named(con: duckdb.DuckDBPyConnection, place: Place, column: str, tables: Mapping[str, Place]) -> Said | None:
    """A link that nobody declared: the column is named after a table's key, and all its values stand there."""
    for parent in tables.values():
        key = parent.conclusions.key
        if parent.name == place.name or len(key) != 1 or not parent.evidence[key[0]].unique:
            continue
        own = safe_name(_snake(column))
        wanted = {safe_name(_snake(key[0]))} if safe_name(key[0]) not in {"id", "uuid", "key", "no"} else set()
        wanted |= {f"{singular(parent.name)}_{safe_name(_snake(key[0]))}", f"{singular(parent.name)}_id"}
        if own not in wanted or (own == safe_name(key[0]) and place.conclusions.key == [column]):
            continue
        filled, lost = contained(con, place.staged, column, parent.staged, key[0])
        if filled and not lost:
            return f"{parent.name}.{key[0]}", f"all {filled:,} values stand there"
    return None


def _people(tables: Mapping[str, Place]) -> None:
    """A table with people's addresses or names gives its key as an identifier; what links to it is about them too."""
    about: dict[str, str] = {}
    targets = {target.partition(".")[0] for p in tables.values() for target, _ in p.conclusions.links.values()}
    for place in tables.values():
        own = place.conclusions
        named = any(category.startswith(("user.name", "user.contact.email")) for category, _ in own.personal.values())
        inherited = (
            any(target.partition(".")[0] in tables for target, _ in own.links.values()) and "email" not in own.subject
        )
        if place.name in targets and (named or "email" in own.subject) and len(own.key) == 1 and not inherited:
            kind = singular(place.name)
            if own.key[0] not in {column for column, _ in own.subject.values()}:
                own.subject[kind] = (own.key[0], "the table's own key: other tables name their people by it")
            about[place.name] = kind
    for _ in tables:
        for place in tables.values():
            for column, (target, _why) in place.conclusions.links.items():
                parent = target.partition(".")[0]
                if parent in about and about[parent] not in place.conclusions.subject:
                    place.conclusions.subject[about[parent]] = (column, f"it names a record of {parent}")
