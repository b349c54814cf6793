"""How well the scanners detect, against plain Presidio on the same rows: typed precision, recall and F1.

    python -m benchmarks.detect [--half tuning|blind|fresh|later|plain] [--set columns|cells|research|special]
                                [--no-baseline] [--json] [--show-errors]

The sets and the label guide are in `benchmarks/sets/*/CARD.md`. The baseline reads a seeded sample of 20 distinct
values of each column, and all texts. `--show-errors` prints the items of all halves but the blind and the plain one,
of which it prints how many errors of each kind there are, so that nobody tunes on them. Fresh and later halves have no
columns, and the plain one is of special alone.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks import guesses, plain_presidio
from benchmarks.guesses import HIDDEN, LYING, SHOWN
from benchmarks.scoring import (
    PERSON,
    Counts,
    Finding,
    Score,
    SpecialScore,
    is_flagged,
    misled,
    score_cell,
    score_column,
    score_special,
)
from benchmarks.sets.mentions import packs, special
from benchmarks.sets.people import ASIDE, HALVES, WRITTEN
from benchmarks.sets.tables import tables
from benchmarks.sets.texts import Cell, cells, research

SETS = ("columns", "cells", "research", "special")
OF_WRITTEN = ("cells", "special")
UNSEEN = ("blind", "plain")
SEED = 3
HEADERS = (SHOWN, HIDDEN, LYING)
OURS = "abide"
THEIRS = "presidio"

Report = dict[str, Any]


class Bench:
    """One run over one half."""

    def __init__(self, half: str, *, baseline: bool, show: bool) -> None:
        self.half, self.baseline = half, baseline
        self.items = show and half not in UNSEEN

    def columns(self) -> Report:
        """Typed scores of columns with the headers shown, hidden and lying; the baseline does not read headers."""
        of = tables(self.half)
        said = {(OURS, how): guesses.of_columns(of, how) for how in HEADERS}
        if self.baseline:
            plain = plain_presidio.of_columns(of)
            said |= {(THEIRS, how): plain for how in HEADERS}
        report: Report = {}
        for (who, how), answers in said.items():
            score = Score()
            for table, row in zip(of, answers, strict=True):
                lent = [table.columns[-1], *table.columns[:-1]]
                for column, other, guess in zip(table.columns, lent, row, strict=True):
                    truth = misled(column.truth, other.truth) if how == LYING else column.truth
                    errors = score_column(score, truth, guess, hidden=how != SHOWN)
                    if self.items and who == OURS:
                        for kind, category in errors:
                            example = next((v for v in column.values if v.strip()), "")
                            print(f"  {how}: {kind} {category}: {table.name}.{column.header}  e.g. {example!r}")
            report.setdefault(who, {})[how] = _scored(score)
        return report

    def texts(self, name: str) -> Report:
        """Typed micro scores of free text, the share of clean cells flagged, and the scores of persons alone."""
        of: Sequence[Cell] = (cells if name == "cells" else research)(self.half)
        groups: dict[str, list[str]] = defaultdict(list)
        for cell in of:
            groups[cell.register].append(cell.text)
        by_group = {register: iter(found) for register, found in guesses.of_texts(groups).items()}
        said = {OURS: [next(by_group[cell.register]) for cell in of]}
        if self.baseline:
            plain = plain_presidio.of_texts([cell.text for cell in of])
            said[THEIRS] = [plain_presidio.kindly(f, cell.spans) for f, cell in zip(plain, of, strict=True)]
        report: Report = {}
        for who, answers in said.items():
            score = Score()
            flagged = []
            for cell, found in zip(of, answers, strict=True):
                if not cell.spans:
                    flagged.append(is_flagged(found))
                errors = score_cell(score, cell.spans, found)
                if self.items and who == OURS:
                    for kind, category, place in errors:
                        print(f"  {kind} {category}: {cell.text[max(place.start, 0) : place.end]!r} in {cell.text!r}")
            report[who] = {
                **_scored(score),
                "person": _figures(score.by_category.get(PERSON, Counts())),
                "clean_cells": len(flagged),
                "clean_cells_flagged": round(sum(flagged) / len(flagged), 4),
            }
        return report

    def special(self) -> Report:
        """Precision and recall of each special category over all packs, in one mixed column."""
        of = list(special(self.half))
        random.Random(SEED).shuffle(of)  # noqa: S311 - a seeded order
        texts = [sentence.text for sentence in of]
        said = {OURS: guesses.of_texts({"special": texts})["special"]}
        if self.baseline:
            said[THEIRS] = plain_presidio.of_texts(texts)
        report: Report = {}
        for who, answers in said.items():
            report[who] = {}
            for pack, spec in packs(self.half).items():
                score = SpecialScore()
                for sentence, found in zip(of, answers, strict=True):
                    given = _of_pack(found, sentence.pack, pack) if who == THEIRS else found
                    error = score_special(score, str(spec["category"]), sentence, given)
                    if error and self.items and who == OURS:
                        print(f"  {pack}: {error} ({sentence.kind} of {sentence.pack}): {sentence.text!r}")
                found_mentions = max(score.counts.right, 1)
                report[who][pack] = {
                    **_figures(score.counts),
                    "mentions": score.counts.right + score.counts.missed,
                    "stated_or_implied_right": round(score.right_how / found_mentions, 4),
                    "about_right": round(score.right_about / found_mentions, 4),
                    "errors": {" ".join(key): n for key, n in sorted(score.errors.items())},
                }
        return report


def _of_pack(found: list[Finding], of_sentence: str, pack: str) -> list[Finding]:
    """The baseline's findings with NRP counted only on the sentences of the pack that is asked about."""
    return [one for one in found if one.category not in plain_presidio.NRP or of_sentence == pack]


def _figures(counts: Counts) -> Report:
    return {
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
        "right": counts.right,
        "wrong": counts.wrong,
        "missed": counts.missed,
    }


def _scored(score: Score) -> Report:
    return {
        **_figures(score.total),
        "by_category": {name: _figures(counts) for name, counts in sorted(score.by_category.items())},
        "errors": {f"{kind} {name}": n for (kind, name), n in sorted(score.errors.items())},
    }


def run(half: str, chosen: Sequence[str], *, baseline: bool, show: bool) -> Report:
    """The figures of one half, by set, side and measure, with the CPU seconds of each set."""
    bench = Bench(half, baseline=baseline, show=show)
    report: Report = {}
    for name in chosen:
        began = time.process_time()
        if bench.items:
            print(f"\n{half} {name}: errors")
        report[name] = (
            bench.columns() if name == "columns" else bench.special() if name == "special" else bench.texts(name)
        )
        report[name]["cpu_s"] = round(time.process_time() - began, 1)
    return report


def _line(what: str, sides: dict[str, Report], *more: str) -> str:
    cells_ = [what]
    for who in (OURS, THEIRS):
        if who in sides:
            figures = sides[who]
            nothing = not figures["right"] and not figures["wrong"]
            precision = "-" if nothing else f"{figures['precision']:.3f}"
            cells_ += [f"{figures['f1']:.3f}", precision, f"{figures['recall']:.3f}"]
        else:
            cells_ += ["", "", ""]
    return "| " + " | ".join([*cells_, *more]) + " |"


def printed(half: str, report: Report) -> str:
    """The figures of one half as a Markdown table."""
    head = "Abide F1 | precision | recall | Presidio F1 | precision | recall"
    lines = [f"| {half} half | {head} |", "|---|--:|--:|--:|--:|--:|--:|"]
    flags = []
    for name, of in report.items():
        sides = {who: of[who] for who in (OURS, THEIRS) if who in of}
        if name == "columns":
            lines += [_line(f"columns, {how}", {w: s[how] for w, s in sides.items()}) for how in HEADERS]
        elif name == "special":
            lines += [_line(f"special: {pack}", {w: s[pack] for w, s in sides.items()}) for pack in sides[OURS]]
        else:
            lines.append(_line(f"{name}, all", sides))
            lines.append(_line(f"{name}, persons", {w: s["person"] for w, s in sides.items()}))
            shares = ", ".join(f"{w} {s['clean_cells_flagged']:.1%}" for w, s in sides.items())
            flags.append(f"Clean {name} flagged: {shares} of {sides[OURS]['clean_cells']}.")
    return "\n".join([*lines, "", *flags])


def bars(report: Report) -> str:
    """Each detection goal that the report can tell of: what was measured, what is asked, whether it is met."""
    ours = {name: of[OURS] for name, of in report.items()}
    asked: list[tuple[str, float, float, bool]] = []
    if "columns" in ours:
        columns = ours["columns"]
        asked.append((f"columns, {SHOWN}: F1", columns[SHOWN]["f1"], 0.88, True))
        asked.append((f"columns, {SHOWN}: precision", columns[SHOWN]["precision"], 0.95, True))
        asked.append((f"columns, {HIDDEN}: F1", columns[HIDDEN]["f1"], 0.70, True))
    if "cells" in ours:
        asked.append(("cells: micro-F1", ours["cells"]["f1"], 0.90, True))
        asked.append(("cells: clean ones flagged", ours["cells"]["clean_cells_flagged"], 0.08, False))
        asked.append(("cells: persons F1", ours["cells"]["person"]["f1"], 0.85, True))
    if "research" in ours:
        asked.append(("research: persons F1", ours["research"]["person"]["f1"], 0.80, True))
    for pack, figures in ours.get("special", {}).items():
        asked.append((f"special: {pack}: recall", figures["recall"], 0.85, True))
        asked.append((f"special: {pack}: precision", figures["precision"], 0.92, True))
    lines = ["| bar | measured | asked | met |", "|---|--:|--:|---|"]
    for what, measured, bar, at_least in asked:
        met = measured >= bar if at_least else measured <= bar
        sign = "at least" if at_least else "at most"
        lines.append(f"| {what} | {measured:.3f} | {sign} {bar:.2f} | {'yes' if met else 'no'} |")
    return "\n".join(lines)


def errors(report: Report) -> str:
    """How many errors of each kind, of our side only."""
    lines = []
    for name, of in report.items():
        parts = of[OURS] if name in {"columns", "special"} else {"": of[OURS]}
        for part, figures in parts.items():
            for kind, count in sorted(figures["errors"].items(), key=lambda item: (-item[1], item[0])):
                lines.append(f"{count:5} {' '.join(filter(None, (name, part, kind)))}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--half", choices=(*HALVES, *WRITTEN, *ASIDE), action="append", help="one half; else tuning and blind"
    )
    parser.add_argument("--set", choices=SETS, action="append", dest="sets", help="one set only; may be repeated")
    parser.add_argument("--no-baseline", action="store_true", help="do not run plain Presidio")
    parser.add_argument("--json", action="store_true", help="print everything that was counted")
    parser.add_argument("--show-errors", action="store_true", help="items of the tuning half, counts of the blind half")
    given = parser.parse_args(arguments)
    everything = {}
    for half in given.half or HALVES:
        show = given.show_errors and not given.json
        sets = given.sets or (OF_WRITTEN if half in WRITTEN else ("special",) if half in ASIDE else SETS)
        report = run(half, sets, baseline=not given.no_baseline, show=show)
        everything[half] = report
        if not given.json:
            print(f"\n{printed(half, report)}\n\n{bars(report)}")
            if given.show_errors:
                print(f"\n{half}: errors by kind\n{errors(report)}")
            sys.stdout.flush()
    if given.json:
        print(json.dumps(everything, indent=1))


if __name__ == "__main__":
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    main()
