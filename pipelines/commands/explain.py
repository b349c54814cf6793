"""``abide explain``: one flag (or one column) told in full, for the person who decides on it.

What belongs here: finding the flag among controllers and laying out what ``rules.explain`` says. The record's values
are shown nowhere: the record key leads to them in the store, for who may see them there.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duckdb import BinderException

from pipelines.commands import explain_findings as findings
from pipelines.commands.console import WIDTH, Exit, fail, say, say_json, tell
from pipelines.folders import controller_folders
from rules.errors import AbideError, ConfigurationError
from rules.explain import Explanation, Said, find_flags
from rules.explain import explain as explain_flag
from rules.notice import words
from rules.precedence import LAW, Weighed
from rules.rule import Ground
from rules.wording import name_in_words
from stores.controller import Controller, load_controller
from stores.keys import read_key
from stores.quoting import table_name
from stores.warehouse_snapshots import open_snapshot

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ANSWERS = {"flag": "flagged too", "undated": "no usable date, so not judged", "clear": "kept"}


def explain(prefix: str, folders: Iterable[Path], *, as_json: bool) -> None:
    """Find the one flag whose id starts with ``prefix``, and tell why it stands."""
    given = list(folders)
    if prefix.count(".") >= 2 and _explain_column(prefix, given, as_json=as_json):
        return
    found: list[tuple[Controller, dict[str, Any]]] = []
    searched: list[str] = []
    unread: list[str] = []
    for folder in given or controller_folders():
        try:
            controller = load_controller(folder)
            with open_snapshot(folder, read_key(folder)) as con:
                found += [(controller, flag) for flag in find_flags(con, prefix)] if prefix else []
            searched.append(controller.name)
        except ConfigurationError as error:
            if given:
                raise
            unread.append(str(error.problems[0]))
        except AbideError as error:
            unread.append(str(error))
    for text in unread:
        tell(f"not searched: {text}")
    if not found:
        where = ", ".join(searched) or "no controller at all"
        fail(f"no flag's id starts with '{prefix}'; searched {where}.", "report/flagged.csv lists every flag_id")
    if len(found) > 1:
        _tell_several(prefix, found)
    controller, flag = found[0]
    with open_snapshot(controller.folder, read_key(controller.folder)) as con:
        explanation = _explained(con, controller, flag)
        place = _place(con, controller, flag)
        seen = findings.seen_of_flag(con, flag)
    if explanation is None:
        told = f"the clause {flag['clause']} has changed since the night of {flag['as_of']}."
        fail(told, f"abide scan {controller.folder}", Exit.FAILED)
    data = {**as_data(controller, explanation, place), "findings": [one.as_data() for one in seen]}
    sentences = [*lines(controller, explanation, place), *_what_was_seen(controller, flag, seen)]
    _print(data if as_json else sentences)


def _tell_several(prefix: str, found: list[tuple[Controller, dict[str, Any]]]) -> None:
    for controller, flag in found[:10]:
        tell(f"  {flag['flag_id']}  {controller.id}  {flag['clause']}  {flag['store']}.{flag['table']}")
    fail(f"{len(found)} flags' ids start with '{prefix}'.", "give more of the id")


def _print(told: dict[str, Any] | list[str]) -> None:
    if isinstance(told, dict):
        say_json(told)
        return
    for line in told:
        say(line)


def _explain_column(place: str, folders: list[Path], *, as_json: bool) -> bool:
    """Tell what the scanners saw in STORE.TABLE.COLUMN; False when no controller has such a table."""
    store_name, table_name_, column = place.split(".", 2)
    for folder in folders or controller_folders():
        controller = load_controller(folder)
        if (store_name, table_name_) not in {(s.name, t.name) for s, t in controller.tables()}:
            continue
        with open_snapshot(folder, read_key(folder)) as con:
            seen = findings.seen_of_column(con, store_name, table_name_, column)
            aside = findings.set_aside(con, store_name, table_name_, column)
            unread = findings.unread(con, store_name, table_name_, column)
        if as_json:
            data = {"controller": controller.id, "findings": [one.as_data() for one in seen]}
            say_json({**data, "allowed": aside, "unread": unread})
            return True
        told = [f"Column {column} of {store_name}.{table_name_}, {controller.name}", ""]
        told += _pairs(dict(_numbered(findings.told(seen)))) or ["  The scanners saw nothing in it."]
        for heading, sentences in (("Set aside by the allow list", aside), ("Not proved", unread)):
            if sentences:
                told += ["", heading, *(f"  - {sentence}" for sentence in sentences)]
        if seen:
            told += ["", "To silence it", *(f"  {line}" for line in findings.how_to_silence(seen[0], None))]
        for line in told:
            say(line)
        return True
    return False


def _numbered(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs with names that are told apart: the second and later of one name are only spaces."""
    met: dict[str, int] = {}
    for name, text in pairs:
        met[name] = met.get(name, 0) + 1
        yield (name if met[name] == 1 else " " * met[name]), text


def _what_was_seen(controller: Controller, flag: Mapping[str, Any], seen: list[findings.Seen]) -> list[str]:
    if not seen:
        return []
    told = ["", "What the scanners saw", *_pairs(dict(_numbered(findings.told(seen))))]
    for sentence in findings.lapsed_for(controller, seen, flag["as_of"]):
        told += textwrap.wrap(sentence, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    return [*told, "", "To silence it", *(f"  {line}" for line in findings.how_to_silence(seen[0], flag["record_key"]))]


def _explained(con: DuckDBPyConnection, controller: Controller, flag: Mapping[str, Any]) -> Explanation | None:
    try:
        return explain_flag(con, flag, controller.notice.clauses, controller.rules, controller.timezone)
    except BinderException:
        fail("the last night was run by another version of Abide.", f"abide scan {controller.folder}", Exit.FAILED)


def as_data(controller: Controller, explanation: Explanation, place: str) -> dict[str, Any]:
    """The explanation for ``--json``."""
    flag = {name: value for name, value in explanation.flag.items() if name not in {"facts", "facts_digest"}}
    return {
        "controller": controller.id,
        "flag": flag,
        "place": place or None,
        "clause": _said(explanation.said),
        "other_clauses": [_said(one) for one in explanation.others],
        "state": str(explanation.state),
        "weighed": [
            {"ground": w.ground.value, "stands": w.stands, "told": w.told, "wins_on": w.wins_on}
            for w in explanation.weighed
        ],
        "clears": list(explanation.clears),
    }


def _said(said: Said) -> dict[str, Any]:
    return {
        "id": said.clause.id,
        "quote": words(said.clause.quote),
        "law": list(said.clause.law),
        "rule": said.rule.id,
        "title": said.rule.title,
        "answer": said.answer,
        "because": list(said.because),
        "due_on": said.due_on,
        "facts": dict(said.facts),
        "grounds": [{"name": g.name, "holds": g.holds, "state": g.state} for g in said.grounds],
    }


def lines(controller: Controller, explanation: Explanation, place: str) -> list[str]:
    """The explanation as lines of text, at most 100 columns wide; ``place`` is where the export holds the record."""
    flag, said = explanation.flag, explanation.said
    told = [f"Flag {flag['flag_id']} of {controller.name}", "", *in_short(explanation), ""]
    told += _pairs(
        {
            "Promise": f"“{words(said.clause.quote)}”",
            "Clause": said.clause.id,
            "Law": "; ".join(said.clause.law) or "not stated",
            "Rule": f"{said.rule.title} ({said.rule.id})",
            "Record": _record(flag),
            **({"Place": place} if place else {}),
            "Broken": " ".join(said.because),
            "Due": _due(flag),
            "Since": f"first flagged on {flag['first_flagged_on']}, judged as of {flag['as_of']}",
            "Remedy": f"{flag['remedy']} ({flag['status']})",
        }
    )
    told += ["", "The facts it rests on", *_pairs({name_in_words(n): v or "none" for n, v in said.facts.items()})]
    if said.grounds:
        told += ["", "Grounds to keep it, strongest first: none holds" if _lost(said) else "Grounds to keep it"]
        told += _pairs({name_in_words(ground.name): ground.state for ground in said.grounds})
    if said.rule.ground is not Ground.OTHER_BREACH:
        told += ["", "Every ground weighed, strongest first"]
        told += _pairs({name_in_words(w.ground.value): _weighed(w) for w in explanation.weighed})
    told += ["", "What the notice's other clauses say of this record"]
    told += _pairs({other.clause.id: _answer(other) for other in explanation.others}) or [
        "  No other clause judges it."
    ]
    told += ["", "What would clear it"]
    for sentence in explanation.clears:
        told += textwrap.wrap(sentence, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    return told


def in_short(explanation: Explanation) -> list[str]:
    """Five lines that a lawyer and an engineer both can act on: what, why, by which ground, what lost, what follows."""
    flag, said = explanation.flag, explanation.said
    decides = next((w for w in explanation.weighed if w.stands == "decides"), None)
    if said.rule.ground is Ground.OTHER_BREACH or decides is None:
        ground = f"No ground for erasure is weighed: {said.rule.title[0].lower()}{said.rule.title[1:]}."
        lost = "What keeps it from being flagged stands under What would clear it."
    else:
        ground = f"The {name_in_words(decides.ground.value)} decides ({LAW[decides.ground]}): {decides.told}."
        lost = "; ".join(f"{name_in_words(w.ground.value)}: {w.told}" for w in explanation.weighed if w is not decides)
        lost = f"What lost: {lost}."
    short = (
        f"{_record(flag)}: {explanation.state}.",
        f"It breaks {said.clause.id}: {' '.join(said.because)}",
        ground,
        lost,
        f"Proposed: {flag['remedy'].replace('_', ' ')}. Nothing is done before two people have approved it.",
    )
    told: list[str] = []
    for number, line in enumerate(short, 1):
        told += textwrap.wrap(line, WIDTH, initial_indent=f"  {number}. ", subsequent_indent="     ")
    return told


def _weighed(one: Weighed) -> str:
    return one.told if one.stands == "none" else f"{one.stands}: {one.told}"


def _lost(said: Said) -> bool:
    return not any(ground.holds for ground in said.grounds)


def _place(con: DuckDBPyConnection, controller: Controller, flag: Mapping[str, Any]) -> str:
    """Where the export holds the record, as file and line (or row, or record); '' for what is no row of an export."""
    try:
        store = controller.store(flag["store"])
        table = next(table for table in store.tables if table.name == flag["table"])
    except (KeyError, StopIteration):
        return ""
    found = con.execute(
        f"SELECT _file, _line FROM landed.{table_name(store, table)} WHERE record_key = ?", [flag["record_key"]]
    ).fetchone()
    return f"{found[0]}, line {found[1]}" if found else ""


def _record(flag: Mapping[str, Any]) -> str:
    parts = [str(flag["store"])]
    parts += [f"table {flag['table']}"] if flag["table"] else []
    parts += [f"record {flag['record_key']}"] if flag["record_key"] else []
    parts += [f"columns {flag['columns']}"] if flag["columns"] else []
    return ", ".join(parts)


def _due(flag: Mapping[str, Any]) -> str:
    if flag["due_on"] is None:
        return "no date: the promise holds at all times"
    late = int(flag["overdue_days"])
    return f"{flag['due_on']}, {late:,} {'day' if late == 1 else 'days'} ago"


def _answer(said: Said) -> str:
    answer = ANSWERS.get(said.answer, said.answer.replace("_", " "))
    return f"{answer}: {' '.join(said.because)}" if said.because else answer


def _pairs(pairs: Mapping[str, str]) -> list[str]:
    """Names and what is said of them, in two columns."""
    if not pairs:
        return []
    wide = min(max(map(len, pairs)), 34)
    told: list[str] = []
    for name, text in pairs.items():
        head = f"  {name:<{wide}}  "
        told += textwrap.wrap(
            text, WIDTH, initial_indent=head, subsequent_indent=" " * (wide + 4), break_on_hyphens=False
        ) or [head.rstrip()]
    return told
