"""What tells a person within a text, as keyed digests kept as tombstones, so that texts can be searched without values.

What belongs here: which values of the records of a wholly erased person are looked for in texts, and the form each is
digested in. How texts are searched for them is ``erasure.texts``'s.

- *Ids* (exact or strong identifiers of the map, numbers that a state gave): their letters and digits alone, upper case.
  An id of letters alone is a word, and a short one stands in texts by chance; see ``LEAST_MIXED``. They are counted.
- *Telephone numbers*: in E.164, by the region of their store; and their last digits, which are the same however a
  number begins, so that few of the numbers in a text need be brought into that form. A number may be several people's:
  what a record of somebody else bears is no trace.
- *Names*: the given and the family name. Alone they tell nobody for sure; with the person's postcode they do.
"""

from __future__ import annotations

import duckdb

from stores.controller import Controller
from stores.identifiers import HASHED, normalised, values_of
from stores.names import name_parts
from stores.quoting import identifier, literal, table_name
from stores.store import Store, Table
from stores.table import DEFAULT_STRENGTH

ID, PHONE, TAIL, NAME, HOME = "text_id", "text_phone", "text_tail", "text_name", "text_home"
GIVEN, FAMILY = "text_given", "text_family"
KINDS = (ID, PHONE, TAIL, NAME, GIVEN, FAMILY, HOME)
UNTOLD = "text_untold"
"""Identifiers that tell nobody within a text, being too short or letters alone: looked for as whole columns only."""

LEAST_MIXED, LEAST_DIGITS, LONGEST = 6, 8, 40
"""The least length of an id of letters and digits, and of digits alone. Numbers below 8 digits are amounts, years and
counters: a million texts hold each of them. Letters and digits mixed, at 6, have two thousand million forms."""
LEAST_PHONE = 9
"""The least number of digits of a telephone number, its country code among them; below are extensions."""

_STATE_GIVEN = "user.government_id"
_ADDRESS, _POSTCODE = "user.contact.address", "user.contact.address.postal_code"
_UK_POSTCODE = r"(?i)\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
_DATE = "(?:(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]|[0-3][0-9](?:0[1-9]|1[0-2])(?:19|20)[0-9]{2})"


def compact(value: str) -> str:
    """SQL: the letters and digits of a value, upper case; NULL where other letters are among them."""
    plain = f"upper(regexp_replace({value}, '[^A-Za-z0-9]', '', 'g'))"
    return f"CASE WHEN NOT regexp_matches({value}, '[^\\x00-\\x7F]') THEN nullif({plain}, '') END"


def is_telling(form: str) -> str:
    """SQL: whether a compact id is told from words, amounts and dates."""
    return (
        f"(length({form}) <= {LONGEST} AND regexp_matches({form}, '[0-9]') AND CASE WHEN "
        f"regexp_full_match({form}, '[0-9]+') THEN length({form}) >= {LEAST_DIGITS} AND "
        f"NOT regexp_full_match({form}, '{_DATE}') ELSE length({form}) >= {LEAST_MIXED} END)"
    )


def own_columns(table: Table) -> list[str]:
    """The columns in which a record bears an id of its own person: by the map's identifiers, and by their category."""
    named = {one.column for kind, one in table.subject.items() if _is_id(one.of or kind)}
    return sorted(named | {c for c, category in table.personal.items() if category.startswith(_STATE_GIVEN)})


def find_telling(con: duckdb.DuckDBPyConnection, controller: Controller) -> list[tuple[str, str, str, str, str]]:
    """The tombstones: digest, kind, store, table, and of an id or a number how long it is. Needs ``plan_whole``."""
    salt(con)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE telling "
        '(store VARCHAR, "table" VARCHAR, subject VARCHAR, kind VARCHAR, value VARCHAR, family VARCHAR)'
    )
    rows = con.execute(
        "SELECT store, \"table\" FROM meta.reading WHERE reading NOT IN ('failed', 'not_read')"
    ).fetchall()
    read = set(rows)
    for store, table in controller.tables():
        if (store.name, table.name) in read:
            _gather(con, store, table)
    form = compact("value")
    rows = con.execute(
        f"""
        WITH ids AS (SELECT store, "table", value, {form} AS form FROM telling WHERE kind = '{ID}'
        ), numbers AS (
            FROM telling WHERE kind = '{PHONE}' AND length(replace(value, '+', '')) >= {LEAST_PHONE}
        ), names AS (SELECT * FROM telling WHERE kind = '{NAME}'),
        homes AS (
            SELECT n.store, n."table", n.value AS given, n.family, {compact("p.value")} AS postcode
            FROM names AS n JOIN telling AS p ON p.kind = '{HOME}' AND p.subject = n.subject
        ), found AS (
            SELECT {digest(ID, "form")} AS digest, '{ID}' AS kind, store, "table", length(form) AS long
            FROM ids WHERE coalesce({is_telling("form")}, false)
            UNION ALL SELECT {digest(UNTOLD, "value")}, '{UNTOLD}', store, "table", 0
            FROM ids WHERE NOT coalesce({is_telling("form")}, false)
            UNION ALL SELECT {digest(PHONE, "value")}, '{PHONE}', store, "table", length(value) FROM numbers
            UNION ALL SELECT {digest(TAIL, tail("value"))}, '{TAIL}', store, "table", 0 FROM numbers
            UNION ALL SELECT {digest(NAME, "value || ' ' || family")}, '{NAME}', store, "table", 0 FROM names
            UNION ALL SELECT {digest(GIVEN, "value")}, '{GIVEN}', store, "table", 0 FROM names
            UNION ALL SELECT {digest(FAMILY, "family")}, '{FAMILY}', store, "table", 0 FROM names
            UNION ALL SELECT {digest(HOME, "given || ' ' || family || ' ' || postcode")}, '{HOME}', store, "table", 0
            FROM homes WHERE length(postcode) >= 4
        )
        SELECT digest, kind, min(store), min("table"), CAST(max(long) AS VARCHAR) FROM found
        WHERE digest IS NOT NULL GROUP BY digest, kind ORDER BY ALL
        """
    ).fetchall()
    con.execute("DROP TABLE telling")
    return rows


def salt(con: duckdb.DuckDBPyConnection) -> None:
    """Make the TEMP macro ``text_digest(v)``: SHA-256 of v after 32 digits that only the master key gives.

    Texts hold many numbers, and ``keyed_digest`` takes twice the time. Nobody chooses what is appended, and of the
    result half is kept, so what sets an HMAC apart from it does not matter here.
    """
    ((own,),) = con.execute("SELECT keyed_digest('texts')").fetchall()
    con.execute(f"CREATE OR REPLACE TEMP MACRO text_digest(v) AS substr(sha256('{own}' || v), 1, 32)")


def digest(kind: str, value: str) -> str:
    """SQL: what a tombstone of this kind says of a value; a telephone number's is that of ``record.identifier``."""
    return f"keyed_digest('phone:' || {value})" if kind == PHONE else f"text_digest('{kind}:' || {value})"


def tail(number: str) -> str:
    """SQL: the digits of a number that every way to write it ends with."""
    return f"right({number}, 7)"


def _is_id(kind: str) -> bool:
    """Whether a map's identifier is an id: neither an address, a telephone number nor a name."""
    return kind not in {*DEFAULT_STRENGTH, HASHED}


def _gather(con: duckdb.DuckDBPyConnection, store: Store, table: Table) -> None:
    """Add what the records of one table say of the people of whom everything goes."""
    place = f"{literal(store.name)}, {literal(table.name)}, _subject"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE telling_row AS
        SELECT l.*, w.subject AS _subject FROM landed.{table_name(store, table)} AS l JOIN (
            SELECT DISTINCT record_key, subject FROM relation.record JOIN plan_whole USING (subject)
            WHERE store = {literal(store.name)} AND "table" = {literal(table.name)}) AS w USING (record_key)"""
    )
    given, family = name_parts(table)
    chosen = [(NAME, given, family, "telling_row")]
    for name, one in table.subject.items():
        kind, source = one.of or name, values_of(one, "telling_row")
        normal = normalised(kind, one, store.region)
        if kind == "phone":
            chosen.append((PHONE, normal, "NULL", source))
        elif _is_id(kind) and one.strength != "weak":
            shared = f"keyed_digest({literal(kind + ':')} || {normal}) IN (SELECT digest FROM relation.shared)"
            chosen.append((ID, f"CASE WHEN NOT {shared} THEN {normal} END", "NULL", source))
        elif kind == "name_postcode":
            chosen += [(HOME, identifier(column), "NULL", source) for column in one.joined]
    for column, category in sorted(table.personal.items()):
        if category.startswith(_STATE_GIVEN):
            chosen.append((ID, identifier(column), "NULL", "telling_row"))
        elif category == _POSTCODE:
            chosen.append((HOME, identifier(column), "NULL", "telling_row"))
        elif category == _ADDRESS:
            inside = f"nullif(regexp_extract({identifier(column)}, '{_UK_POSTCODE}'), '')"
            chosen.append((HOME, inside, "NULL", "telling_row"))
    for kind, value, rest, source in chosen:
        filled = "value <> '' AND family <> ''" if kind == NAME else "trim(value) <> ''"
        con.execute(
            f"INSERT INTO telling SELECT {place}, '{kind}', value, family FROM "
            f"(SELECT _subject, {value} AS value, {rest} AS family FROM {source}) WHERE {filled}"
        )
    con.execute("DROP TABLE telling_row")
