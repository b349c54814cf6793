"""``abide check``: whether controllers' folders can be run, and what is wrong with the notice, without opening a store.

What belongs here: telling what is wrong, or that all is well. What is wrong, ``stores.controller`` finds; what is amiss
with the notice itself, ``pipelines.checking``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer

from pipelines.checking.lint import Lint, Seen, look, told
from pipelines.checking.remembered import look_again, remember
from pipelines.commands.console import Exit, problem_as_data, say, say_json
from pipelines.commands.loading import twins
from pipelines.drafting.notice.services import services
from rules.document import line_of, read_yaml, with_secrets
from rules.errors import ConfigurationError, Problem
from rules.notice import notice_layout
from scanners.prose.layout import sentences
from scanners.prose.reading import read_notice
from stores.controller import Controller, load_controller, notice_file


@dataclass
class Checked:
    """What was found in one folder. ``warnings`` do not make it wrong: a secret may be set where it runs at night."""

    folder: Path
    controller: Controller | None = None
    problems: list[Problem] = field(default_factory=list)
    lints: list[Lint] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        who = self.controller
        return {
            "folder": str(self.folder),
            "controller": who.id if who else None,
            "ok": not self.problems,
            "clauses": len(who.notice.clauses) if who else None,
            "stores": len(who.stores) if who else None,
            "rules": len(who.used_rules) if who else None,
            "problems": [problem_as_data(problem) for problem in self.problems],
            "warnings": [problem_as_data(problem) for problem in self.warnings],
            "notice": [lint.as_data() for lint in self.lints],
        }


def check(folders: list[Path], *, as_json: bool, as_of: date, all_seen: bool = False) -> None:
    """Check each folder, tell everything, and exit with 3 if any is wrong. What a notice lacks is a warning."""
    checked = [
        look_at(folder, as_of, all_seen=all_seen)
        for folder in {folder.resolve(): folder for folder in folders}.values()
    ]
    for twin in twins(one.controller for one in checked if one.controller is not None):
        next(one for one in checked if one.folder == twin.file.parent).problems.append(twin)
    if as_json:
        say_json([one.as_data() for one in checked])
    else:
        for one in checked:
            _tell(one)
    raise typer.Exit(Exit.MISCONFIGURED if any(one.problems for one in checked) else Exit.KEPT)


def look_at(folder: Path, as_of: date, *, all_seen: bool = False) -> Checked:
    """One folder's problems, and the warnings about its secrets and its notice.

    Args:
        folder: the controller's folder.
        as_of: the day that decides what has expired.
        all_seen: whether every clause is remembered as looked at.
    """
    try:
        controller = load_controller(folder)
    except ConfigurationError as error:
        return Checked(folder, problems=[_with_nearest(problem, folder) for problem in error.problems])
    file = notice_file(folder)
    reading = read_notice(notice_layout(file), services(), controller.name)
    seen = Seen(controller, file, reading, as_of)
    lints = [*([] if all_seen else look_again(seen)), *look(seen)]
    remember(seen, all_seen=all_seen)
    return Checked(folder, controller=controller, lints=lints, warnings=_unset_secrets(controller))


def _with_nearest(problem: Problem, folder: Path) -> Problem:
    """The problem; of a quote that does not stand, with the sentence of the notice that is nearest to it now."""
    if not problem.key.endswith(".quote") or not problem.message.startswith("does not stand"):
        return problem
    try:
        text, document = notice_layout(notice_file(folder)), read_yaml(problem.file)
    except (OSError, UnicodeDecodeError, ConfigurationError):
        return problem
    name = problem.key.removesuffix(".quote")
    quote = next((str(one.get("quote")) for one in document["clauses"] if one.get("id") == name), "")
    standing = {one.quote: one.line for one in sentences(text.text, text.lines, text.marks)}
    close = get_close_matches(quote, standing, n=1, cutoff=0.5)
    if not close:
        return problem
    return replace(problem, hint=f"nearest now, line {standing[close[0]]}: “{close[0]}”")


def _tell(one: Checked) -> None:
    for problem in one.problems:
        say(str(problem))
    for problem in one.warnings:
        say(f"warning: {problem}")
    for line in told([lint for lint in one.lints if lint.accepted is None]):
        say(f"warning: {line}")
    let = sum(lint.accepted is not None for lint in one.lints)
    if let:
        say(
            f"{one.folder}: {let} {'warning' if let == 1 else 'warnings'} about the notice accepted, "
            f"with reasons in notice.yaml"
        )
    if one.controller is not None and not one.problems:
        found = one.as_data()
        counts = ", ".join(_counted(found[what], what) for what in ("clauses", "stores", "rules"))
        say(f"{one.folder}: {counts}: all well")


def _counted(number: int, what: str) -> str:
    return f"{number} {what.removesuffix('s') if number == 1 else what}"


class _Recorder(dict[str, str]):
    """An environment in which every name is set, and which remembers the names asked for."""

    def __missing__(self, name: str) -> str:
        self[name] = ""
        return ""


def _unset_secrets(controller: Controller) -> list[Problem]:
    warnings: list[Problem] = []
    for store in controller.stores:
        asked = _Recorder()
        with_secrets(store.url or "", asked)
        file = controller.folder / "stores" / f"{store.name}.yaml"
        for name in asked:
            if not os.environ.get(name):
                told = f"the environment variable {name} is not set here"
                line = line_of(read_yaml(file), ["url"])
                warnings.append(Problem(file, line, "url", told, "until it is, the store reads as failed"))
    return warnings
