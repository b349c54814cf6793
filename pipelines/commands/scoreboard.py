"""The scoreboard in a terminal: a line a clause, the totals, where the report stands.

What belongs here: how it looks. What it says is ``assets.report.scoreboard``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assets.report.contracts import TableContract
from assets.report.scoreboard import Line, Scoreboard
from rules.terms import Verdict
from stores.controller import Controller

STYLE = {
    Verdict.KEPT: "green",
    Verdict.BROKEN: "bold red",
    Verdict.UNPROVED: "yellow",
    Verdict.ATTESTED: "cyan",
}


NAMED = 4
"""Tables named on one line; of more, their number."""


def draw(
    console: Console,
    controller: Controller,
    board: Scoreboard,
    report: Path,
    contracts: Sequence[TableContract] = (),
) -> None:
    """Print one controller's scoreboard, and below it which tables are not what their maps say."""
    table = Table(title=f"{board.name}, as of {board.as_of}", title_justify="left", title_style="bold", expand=True)
    table.box, table.padding, table.pad_edge = box.SIMPLE_HEAD, (0, 1, 0, 0), False
    table.add_column("Clause", overflow="fold", min_width=18)
    table.add_column("Verdict", no_wrap=True)
    for heading in ("Flags", "Judged", "Undated"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Reason", no_wrap=True, overflow="ellipsis", ratio=1)
    for line in board.lines:
        counts = (line.flags, line.judged, line.undated) if line.clause.rule else (None, None, None)
        table.add_row(
            line.clause.id,
            Text(str(line.verdict), style=STYLE[line.verdict]),
            *("" if number is None else f"{number:,}" for number in counts),
            reason(controller, line),
        )
    console.print(table)
    totals = board.totals
    console.print(Text(f"{board.headline}.", style="bold"))
    counted = (("flag", totals["flags"]), ("record judged", totals["judged"]), ("undated", totals["undated"]))
    told = [f"{number:,} {_many(what, number)}" for what, number in counted]
    if totals["open"] != totals["flags"]:
        told[0] += f" ({totals['open']:,} open)"
    console.print(", ".join(told) + ", summed over clauses.")
    for what, places in (
        ("Contracts not held, so not relied on", [one.place for one in contracts if one.fails]),
        ("Columns differ from the night before", [one.place for one in contracts if one.drift]),
    ):
        if places:
            more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
            text = f"{what}: {', '.join(places[:NAMED])}{more}. The report says what to do."
            console.print(Text(text, style="yellow"), soft_wrap=True)
    console.print(Text(f"Report: {report}"), soft_wrap=True)
    console.print()


def reason(controller: Controller, line: Line) -> str:
    """Why the verdict is what it is: of a broken clause, what its rule finds; of another, what the night told."""
    if line.verdict is Verdict.BROKEN and line.clause.rule is not None:
        return controller.rules[line.clause.rule].title
    return line.reason


def _many(what: str, number: int) -> str:
    if number == 1 or what == "undated":
        return what
    return f"{what}s" if " " not in what else what.replace(" ", "s ", 1)
