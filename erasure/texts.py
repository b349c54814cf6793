"""Looking within texts for what tells a person: ids and telephone numbers however they are written, names, postcodes.

What belongs here: one pass over texts, whatever the number of people: what could be an id, a number or a name is taken
out, brought into one form, and held against the keyed digests of ``erasure.telling``. Values live in temporary tables
of the connection only; told are records and kinds.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from erasure.telling import FAMILY, GIVEN, HOME, ID, NAME, PHONE, TAIL, digest, salt, tail
from stores.telephone import e164

_BETWEEN = (
    r"[\s./()_,:#+\x{00a0}\x{00ad}\x{2000}-\x{200f}\x{2010}-\x{2015}\x{202a}-\x{202f}\x{2060}\x{2212}\x{feff}-]{1,4}"
)
"""What may stand between two pieces of one number: spaces, dots, brackets, dashes, and marks that nobody sees."""
_PIECE = r"(?:[A-Za-z]+[-_.])*[A-Za-z]*[0-9][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*"
_STRETCH = rf"\+?(?:\b[A-Za-z]{{1,3}}{_BETWEEN})?{_PIECE}(?:{_BETWEEN}(?:{_PIECE}|[A-Za-z]{{1,3}}\b))*"
"""Pieces that hold digits, one after another, and letters of one to three beside them: AB 12 34 56 C."""
_PIECES, _STEP = 8, 16
"""Of how many pieces one number may be written, and how many starts are looked at together."""
_KEY = 'store, "table", record_key'


def find_in_texts(con: duckdb.DuckDBPyConnection, regions: Iterable[str], source: str, prose: str) -> None:
    """Make ``search_told`` (store, table, record_key, kind, word): what ``search_telling`` (digest, kind, long) knows.

    Args:
        con: a connection with the macros of a warehouse.
        regions: of the stores, by which a number without a country code is read.
        source: SQL of store, "table", record_key, text, and ``linking``: whether it only names or numbers records.
        prose: the same, of the texts in which a name would not be that of the record's own person.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE search_told ({_KEY.replace(',', ' VARCHAR,')} VARCHAR, "
                "kind VARCHAR, word VARCHAR)")  # fmt: skip
    salt(con)
    kinds = {row[0] for row in con.execute("SELECT DISTINCT kind FROM search_telling").fetchall()}
    if kinds & {ID, PHONE}:
        _take_out(con, source)
        _find_ids(con)
        _find_numbers(con, sorted(set(regions)))
    if NAME in kinds:
        _find_names(con, prose)
        _find_homes(con, source)


def _take_out(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """The stretches of texts that hold digits, by record."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE search_stretch AS SELECT {_KEY}, linking, "
        f"unnest(list_distinct(regexp_extract_all(text, '{_STRETCH}'))) AS stretch "
        f"FROM ({source}) WHERE regexp_matches(text, '[0-9]')"
    )


def _windows(stretches: str, pieces: str) -> str:
    """SQL of stretch and word: each run of up to eight pieces, joined. Long lists of numbers are taken in turns."""
    turns = f"SELECT stretch, unnest([q[k:k + {_STEP + _PIECES - 2}] FOR k IN range(1, len(q) + 1, {_STEP})]) AS p"
    return f"""
        SELECT stretch, array_to_string(p[i:i + n], '') AS word FROM (
            SELECT stretch, p, i, unnest(range(0, least({_PIECES}, len(p) - i + 1))) AS n FROM (
                SELECT stretch, p, unnest(range(1, least({_STEP}, len(p)) + 1)) AS i
                FROM ({turns} FROM (SELECT stretch, {pieces} AS q FROM ({stretches})))))
    """


def _find_ids(con: duckdb.DuckDBPyConnection) -> None:
    pieces = "regexp_extract_all(upper(stretch), '[A-Z0-9]+')"
    distinct = "SELECT DISTINCT stretch FROM search_stretch"
    rows = con.execute(f"SELECT DISTINCT CAST(long AS INTEGER) FROM search_telling WHERE kind = '{ID}'").fetchall()
    lengths = ", ".join(str(row[0]) for row in rows) or "0"
    con.execute(
        f"""INSERT INTO search_told WITH said AS MATERIALIZED (
            SELECT stretch, word FROM ({_windows(distinct, pieces)}) WHERE length(word) IN ({lengths})
        ), known AS (SELECT DISTINCT stretch, word FROM said WHERE {_is_known(ID, "word")})
        SELECT DISTINCT {_KEY}, '{ID}', word FROM search_stretch JOIN known USING (stretch)
        WHERE NOT (linking AND regexp_full_match(word, '[0-9]+'))"""
    )


def _find_numbers(con: duckdb.DuckDBPyConnection, regions: list[str]) -> None:
    """Of the numbers in texts only those with the last digits of one that is sought are brought into its form."""
    pieces = "regexp_extract_all(replace(stretch, '(0)', ''), '[+]?[0-9]+')"
    distinct = "SELECT DISTINCT stretch FROM search_stretch"
    forms = ", ".join(e164("word", region) for region in regions)
    rows = con.execute(f"SELECT CAST(long AS INTEGER) FROM search_telling WHERE kind = '{PHONE}'").fetchall()
    lengths = [row[0] for row in rows] or [0]
    con.execute(
        f"""INSERT INTO search_told WITH said AS MATERIALIZED (
            SELECT stretch, word FROM ({_windows(distinct, pieces)})
            WHERE length(word) BETWEEN {max(7, min(lengths) - 4)} AND {max(lengths) + 6}
        ), ended AS MATERIALIZED (
            SELECT DISTINCT stretch, word FROM said WHERE {_is_known(TAIL, tail("word"))}
        ), read AS (
            SELECT stretch, unnest(list_distinct([{forms}])) AS normal FROM ended
        ), known AS (SELECT DISTINCT stretch, normal FROM read WHERE {_is_known(PHONE, "normal")})
        SELECT DISTINCT {_KEY}, '{PHONE}', normal FROM search_stretch JOIN known USING (stretch)"""
    )


def _find_names(con: duckdb.DuckDBPyConnection, prose: str) -> None:
    """Given and family name beside each other, in either order, with at most one word between."""
    words = "regexp_extract_all(lower(strip_accents({})), '[\\p{{L}}''-]+')"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE search_token AS WITH token AS (
            SELECT DISTINCT unnest(string_split(text, ' ')) AS token FROM ({prose})
        ), said AS (SELECT token, unnest({words.format("token")}) AS word FROM token WHERE length(token) > 1
        ), known AS (
            SELECT word, {_is_known(GIVEN, "word")} AS given, {_is_known(FAMILY, "word")} AS family
            FROM (SELECT DISTINCT word FROM said WHERE length(word) BETWEEN 2 AND 60)
        ) SELECT token, word, given, family FROM said JOIN known USING (word) WHERE given OR family"""
    )
    ((families,),) = con.execute("SELECT count(*) FROM search_token WHERE family").fetchall()
    if families:
        con.execute(
            f"""INSERT INTO search_told WITH there AS (
                SELECT DISTINCT {_KEY} FROM (SELECT {_KEY}, unnest(string_split(text, ' ')) AS token FROM ({prose}))
                SEMI JOIN (FROM search_token WHERE family) USING (token)
            ), split AS (
                SELECT {_KEY}, row_number() OVER () AS number, {words.format("text")} AS words
                FROM ({prose}) SEMI JOIN there USING ({_KEY})
            ), placed AS (
                SELECT * FROM (SELECT {_KEY}, number, unnest(words) AS word, generate_subscripts(words, 1) AS place
                    FROM split) JOIN (SELECT DISTINCT word, given, family FROM search_token) USING (word)
            ), pair AS (
                SELECT DISTINCT g.store, g."table", g.record_key, g.word || ' ' || f.word AS word
                FROM placed AS g JOIN placed AS f USING (number)
                WHERE g.given AND f.family AND g.place <> f.place AND abs(g.place - f.place) <= 2
            ), known AS (SELECT word FROM (SELECT DISTINCT word FROM pair) WHERE {_is_known(NAME, "word")})
            SELECT {_KEY}, '{NAME}', word FROM pair SEMI JOIN known USING (word)"""
        )
    con.execute("DROP TABLE search_token")


def _find_homes(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """The person's postcode in a record that holds their name."""
    whole = f"SELECT {_KEY}, string_agg(text, ' | ') AS stretch FROM ({source}) "
    whole += f"SEMI JOIN (FROM search_told WHERE kind = '{NAME}') USING ({_KEY}) GROUP BY ALL"
    pieces, distinct = "regexp_extract_all(upper(stretch), '[A-Z0-9]+')", "SELECT DISTINCT stretch FROM search_named"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE search_named AS SELECT {_KEY}, name, stretch FROM ({whole}) "
        f"JOIN (SELECT {_KEY}, word AS name FROM search_told WHERE kind = '{NAME}') USING ({_KEY})"
    )
    con.execute(
        f"""INSERT INTO search_told WITH code AS (
            SELECT DISTINCT stretch, word AS postcode FROM ({_windows(distinct, pieces)})
            WHERE length(word) BETWEEN 4 AND 10 AND regexp_matches(word, '[0-9]')
        ), both_of AS (SELECT {_KEY}, name || ' ' || postcode AS word FROM search_named JOIN code USING (stretch))
        SELECT DISTINCT {_KEY}, '{HOME}', word FROM both_of WHERE {_is_known(HOME, "word")}"""
    )
    con.execute("DROP TABLE search_named")


def _is_known(kind: str, value: str) -> str:
    return f"{digest(kind, value)} IN (SELECT digest FROM search_telling WHERE kind = '{kind}')"
