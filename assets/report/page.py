"""The page: what the night found, for a person to read. One file that asks nothing of any network.

What belongs here: gathering what ``page.html.j2`` shows, and the data that its script filters and sorts. Every value is
escaped by Jinja2 or written into a JSON block that cannot be broken out of. Only the page's own style and script, known
by their hashes, may run (Content Security Policy Level 3).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assets.report.contracts import ADVICE, TOLD_ELSEWHERE, read_contracts
from assets.report.coverage import duration, read_coverage
from assets.report.history import SHOWN, History, read_history
from assets.report.scoreboard import Line, Scoreboard, kept_by_ground
from assets.report.unproved import gaps, reasons
from rules.terms import Remedy, Verdict
from stores.controller import Controller

HERE = Path(__file__).parent
FLAGS_SHOWN = 50_000
"""Flags that the page itself lists; all of them stand in the files beside it."""

IN_PAGE = (
    "flag_id",
    "clause",
    "store",
    "table",
    "record_key",
    "subject",
    "category",
    "columns",
    "because",
    "facts",
    "due_on",
    "overdue_days",
    "remedy",
    "status",
    "first_flagged_on",
)

ORDER = (
    (Verdict.BROKEN, "Broken"),
    (Verdict.UNPROVED, "Not proved"),
    (Verdict.KEPT, "Kept"),
    (Verdict.ATTESTED, "Attested"),
)
"""The verdicts as the page tells them, what needs doing first."""

MEANING = {
    Verdict.BROKEN: "Records were found that break the promise.",
    Verdict.UNPROVED: "Nothing is flagged, but something needed was missing, so it does not count as kept.",
    Verdict.KEPT: "Every record in scope was read and judged, and none breaks the promise.",
    Verdict.ATTESTED: "No data can show it; a named person answers for it.",
}

REMEDIES = {
    Remedy.ERASE: "Erase the record",
    Remedy.BLANK_FIELDS: "Blank the fields",
    Remedy.REDACT: "Redact the text",
    Remedy.REDUCE_TO_SUPPRESSION: "Reduce to a suppression entry",
    Remedy.RESTRICT: "Restrict processing",
    Remedy.SUPPRESS: "Suppress: send nothing more",
    Remedy.CORRECT: "Correct the record",
    Remedy.TASK: "Have a person act",
}

READINGS = {
    "read": "Read",
    "stale": "Stale",
    "empty": "Empty",
    "failed": "Not readable",
    "not_read": "Not read",
}


def render_page(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    board: Scoreboard,
    flags: pl.DataFrame,
    shown: int = FLAGS_SHOWN,
) -> str:
    """``report/index.html``.

    Args:
        con: an open snapshot.
        controller: whose night it is.
        board: the night's scoreboard.
        flags: every flag of the night (``tables.flagged``).
        shown: how many flags the page lists itself; of each clause those overdue longest come first.
    """
    history = read_history(con, [line.clause.id for line in board.lines], board.as_of)
    coverage = read_coverage(con, controller)
    contracts = read_contracts(con, controller, board)
    grounds, kept = kept_by_ground(board)
    style, script = (_own(name) for name in ("page.css", "page.js"))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            board=board,
            groups=[(v, word, [line for line in board.lines if line.verdict is v]) for v, word in ORDER],
            verdicts=ORDER,
            meaning=MEANING,
            history=history,
            changes=_changes(board, history),
            reasons=reasons,
            gaps=gaps(board, coverage, controller),
            attested=[line for line in board.lines if line.verdict is Verdict.ATTESTED],
            contracts=[one for one in contracts if one.fails or one.drift],
            contracts_held=sum(one.expectations > 0 and not one.fails for one in contracts),
            contracts_tested=sum(one.expectations > 0 for one in contracts),
            told_elsewhere=TOLD_ELSEWHERE,
            advice=ADVICE,
            coverage=coverage,
            coverage_counts=Counter(reading.reading for reading in coverage),
            readings=READINGS,
            grounds=grounds,
            kept=kept,
            by_clause=_counts(flags, "clause", [line.clause.id for line in board.lines]),
            by_store=_counts(flags, "store", [store.name for store in controller.stores]),
            flags_total=flags.height,
            flags_shown=min(shown, flags.height),
            data=Markup(embedded(_data(board, flags, shown))),  # noqa: S704 - embedded() escapes
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
            "form-action 'none'",
        )
    )


def embedded(data: Any) -> str:
    """``data`` as JSON that can stand inside a script element: no ``<``, ``>`` or ``&`` is left in it."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _data(board: Scoreboard, flags: pl.DataFrame, shown: int) -> dict[str, Any]:
    """What the script needs: the flags column by column, and the promises they break."""
    listed = flags
    if flags.height > shown:
        oldest = flags.sort("overdue_days", descending=True, nulls_last=True, maintain_order=True)
        turn = pl.int_range(pl.len()).over("clause").alias("_turn")
        listed = oldest.with_columns(turn).sort("_turn", maintain_order=True).head(shown)
    flagged = {line.clause.id for line in board.lines if line.flags}
    return {
        "rows": {name: _packed(listed.get_column(name)) for name in IN_PAGE},
        "clauses": {
            line.clause.id: {"quote": line.quote, "law": list(line.clause.law)}
            for line in board.lines
            if line.clause.id in flagged
        },
        "remedies": {remedy.value: word for remedy, word in REMEDIES.items()},
    }


def _packed(column: pl.Series) -> dict[str, Any]:
    """A column as its values, or as its distinct values and a place in them for each row where that is shorter."""
    values = column.cast(pl.String) if column.dtype == pl.Date else column
    distinct = values.unique(maintain_order=True)
    if distinct.len() * 2 > values.len():
        return {"values": values.to_list()}
    place = {value: index for index, value in enumerate(distinct)}
    return {"distinct": distinct.to_list(), "places": [place[value] for value in values]}


def _counts(flags: pl.DataFrame, name: str, order: list[str]) -> list[tuple[str, int]]:
    """How many flags each value of a column has, most first, then in the order given."""
    counts = Counter(flags.get_column(name).to_list())
    known = {value: place for place, value in enumerate(order)}
    return sorted(counts.items(), key=lambda item: (-item[1], known.get(item[0], len(known)), item[0]))


def _changes(board: Scoreboard, history: dict[str, History]) -> list[tuple[str, list[Line]]]:
    """The clauses whose verdict is not that of the night before, by what they have become."""
    turned: list[tuple[str, list[Line]]] = []
    for verdict, word in SHOWN.items():
        lines = [
            line
            for line in board.lines
            if line.verdict is verdict and history[line.clause.id].before not in {None, verdict}
        ]
        if lines:
            turned.append((f"newly {word}", lines))
    return turned


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["number"] = lambda n: f"{n:,}"
    made.filters["day"] = day
    made.filters["moment"] = lambda at: f"{at.day} {at:%b %Y, %H:%M}"
    made.filters["dates"] = with_days
    made.filters["duration"] = duration
    made.filters["counted"] = counted
    made.filters["code"] = with_code
    made.filters["spoken"] = lambda word: str(word).replace("_", " ")
    return made


def day(value: date | datetime) -> str:
    """A date as people write it: 1 March 2026."""
    return f"{value.day} {value:%B %Y}"


def with_days(text: str) -> str:
    """``text`` with each ISO date in it as people write it."""
    return re.sub(r"\b\d{4}-(?:0[1-9]|1[0-2])-\d{2}\b", _spoken_day, text)


def _spoken_day(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found.group()))
    except ValueError:
        return found.group()


def with_code(text: str) -> Markup:
    """``text``, escaped, with what stands between backticks as code."""
    parts = [
        escape(part) if place % 2 == 0 else Markup("<code>%s</code>") % part
        for place, part in enumerate(text.split("`"))
    ]
    return Markup("").join(parts)


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 record``, ``2,000 records``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _own(name: str) -> Markup:
    """The page's own style or script, as it stands between its tags."""
    return Markup((HERE / name).read_text(encoding="utf-8"))  # noqa: S704 - a file of this package


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
