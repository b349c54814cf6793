"""What tells one person from another in a table, in normal forms: ``record.identifier``, as SQL over landed columns.

What belongs here: normal forms, how strongly each means one person, and the names by which ``stores.linking`` sees that
one identifier is used by two people. Values stay in the landed tables; here stand keyed digests, and of names 64 bits
that are compared and shown nowhere.

Kinds: those a map names, and two that every e-mail address may bring with it. ``email_same_mailbox`` (strong) is the
address without its tag (``jo+news@`` is read by ``jo@``; RFC 5233), with googlemail.com as gmail.com, and, where the
controller says so, without Gmail's dots. ``email_alike`` (weak) is what an address looks like: letters of other scripts
and accents as the Latin ones they resemble (Unicode UTS 39); two addresses that only look alike are never linked.
"""

from __future__ import annotations

import duckdb

from stores.lookalike import looks_like
from stores.names import NAMES, name_parts
from stores.quoting import identifier, literal
from stores.store import Identifier, Store, Table
from stores.telephone import e164

HASHED = "email_sha256"
"""The identifier that is the SHA-256 of an e-mail address in its normal form: it means whom the address means."""

SAME_MAILBOX, ALIKE = "email_same_mailbox", "email_alike"

ROLE_MAILBOXES = ("accounts", "admin", "contact", "enquiries", "hello", "info", "office", "sales", "support")
"""Local parts that several people read: such an address never links two records to one person."""

COLUMNS = {
    **dict.fromkeys(("store", "table", "record_key", "kind", "strength", "digest"), "VARCHAR"),
    **dict.fromkeys(NAMES, "UBIGINT"),
}
"""Of ``record.identifier``, a row for each identifier of a record; given, family and initial are the record's name."""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``record.identifier`` if it is not there, with every column of today."""
    con.execute("CREATE SCHEMA IF NOT EXISTS record")
    typed = ", ".join(f"{identifier(name)} {kind}" for name, kind in COLUMNS.items())
    con.execute(f"CREATE TABLE IF NOT EXISTS record.identifier ({typed})")
    for name in NAMES:
        con.execute(f"ALTER TABLE record.identifier ADD COLUMN IF NOT EXISTS {name} {COLUMNS[name]}")


def insert_identifiers(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, landed: str, *, gmail_dots: bool
) -> None:
    """Add the identifiers of one table to ``record.identifier``.

    Args:
        con: the warehouse, with the table landed.
        store: the store, whose region tells which country a number without a country code is of.
        table: the map.
        landed: SQL that can stand after FROM: the landed rows.
        gmail_dots: whether ``j.o@gmail.com`` is another mailbox than ``jo@gmail.com``. Google says it is not.
    """
    given, family = name_parts(table)
    for name, one in table.subject.items():
        kind = one.of or name
        normal = normalised(kind, one, store.region)
        source = values_of(one, landed)
        rows = f"SELECT record_key, {normal} AS value, {given} AS given, {family} AS family FROM {source}"
        rows = f"SELECT * FROM ({rows}) WHERE value IS NOT NULL"
        if kind == "email":
            rows = f"SELECT *, {same_mailbox('value', gmail_dots=gmail_dots)} AS mailbox FROM ({rows})"
            rows = f"SELECT *, {looks_like('mailbox')} AS alike FROM ({rows})"
        forms = _forms(kind, one.strength)
        found, strengths, values = (", ".join(each) for each in zip(*forms, strict=True))
        named = ", ".join(
            f"CASE WHEN given <> '' AND family <> '' THEN md5_number_lower({n}) END"
            for n in ("given", "family", "left(given, 1)")
        )
        con.execute(
            f"""
            INSERT INTO record.identifier BY POSITION
            SELECT {literal(store.name)}, {literal(table.name)}, record_key, form, strength,
                keyed_digest({literal(("email" if kind == HASHED else kind) + ":")} || form_value), {named}
            FROM (SELECT record_key, given, family, unnest([{found}]) AS form, unnest([{strengths}]) AS strength,
                unnest([{values}]) AS form_value FROM ({rows})) WHERE form_value IS NOT NULL
            """
        )


def values_of(one: Identifier, landed: str) -> str:
    """The landed rows; one for each value where a column holds several."""
    if not one.split:
        return landed
    column = identifier(one.column)
    return f"(SELECT * REPLACE (unnest(string_split({column}, {literal(one.split)})) AS {column}) FROM {landed})"


def _forms(kind: str, strength: str) -> list[tuple[str, str, str]]:
    """SQL of the kind, of the strength and of what is digested, for each form in which an identifier is kept.

    Of an e-mail address, beside ``value`` the rows have the ``mailbox`` it is read in and what that looks ``alike``.
    """
    if kind != "email":
        return [(literal(kind), literal(strength), "value")]
    weak = f"split_part(mailbox, '@', 1) IN ({', '.join(map(literal, ROLE_MAILBOXES))})"
    below = "weak" if strength == "weak" else "strong"
    return [  # an address and its SHA-256 are one identifier: a hashed suppression list, an uploaded audience
        (literal("email"), f"CASE WHEN {weak} THEN 'weak' ELSE {literal(strength)} END", "sha256(value)"),
        (
            literal(SAME_MAILBOX),
            f"CASE WHEN {weak} THEN 'weak' ELSE {literal(below)} END",
            "sha256(CASE WHEN mailbox <> value THEN mailbox END)",
        ),
        (literal(ALIKE), "'weak'", "sha256(CASE WHEN alike <> mailbox THEN alike END)"),
    ]


def same_mailbox(address: str, *, gmail_dots: bool) -> str:
    """SQL for the mailbox that reads an address in normal form: without its tag, and Gmail's domain as one."""
    plain = f"regexp_replace({address}, '^([^+@]+)[+][^@]*@', '\\1@')"
    local = f"split_part({plain}, '@', 1)"
    gmail = local if gmail_dots else f"replace({local}, '.', '')"
    return f"CASE WHEN regexp_matches({address}, '@g(oogle)?mail[.]com$') THEN {gmail} || '@gmail.com' ELSE {plain} END"


def normalised(kind: str, one: Identifier, region: str) -> str:
    """SQL for one identifier in its normal form, NULL where there is none.

    E-mail: composed (NFC), trimmed, lower case, needs an @. The SHA-256 of one: 64 hexadecimal digits, lower case.
    Phone: E.164 by the store's region, digits after the plus. Address of a machine: trimmed, lower case. Name and
    postcode: the letters and digits of both, upper case, each of them there. The controller's own ids: trimmed.
    """
    column = identifier(one.column)
    match kind:
        case "email":
            return f"CASE WHEN {column} LIKE '%_@_%' THEN rtrim(lower(nfc_normalize(trim({column}))), '.') END"
        case "phone":
            return e164(column, region)
        case "email_sha256":
            digest = f"lower(trim({column}))"
            return f"CASE WHEN regexp_full_match({digest}, '[0-9a-f]{{64}}') THEN {digest} END"
        case "ip":
            return f"nullif(lower(trim({column})), '')"
        case "name_postcode":
            parts = [f"upper(regexp_replace({identifier(part)}, '[^\\p{{L}}\\p{{N}}]', '', 'g'))"
                     for part in (one.column, *one.joined)]  # fmt: skip
            there = " AND ".join(f"{part} <> ''" for part in parts)
            return f"CASE WHEN {there} THEN {' || chr(31) || '.join(parts)} END"
        case _:
            return f"nullif(trim({column}), '')"
