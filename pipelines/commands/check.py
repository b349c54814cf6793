"""``abide check``: whether controllers' folders can be run, without opening a store.

What belongs here: telling what is wrong, or that all is well. What is wrong, ``stores.controller`` finds.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from pipelines.commands.console import Exit, problem_as_data, say, say_json
from pipelines.commands.loading import twins
from rules.document import line_of, read_yaml, with_secrets
from rules.errors import ConfigurationError, Problem
from stores.controller import Controller, load_controller


@dataclass
class Checked:
    """What was found in one folder. ``warnings`` do not make it wrong: a secret may be set where it runs at night."""

    folder: Path
    controller: Controller | None = None
    problems: list[Problem] = field(default_factory=list)
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
        }


def check(folders: list[Path], *, as_json: bool) -> None:
    """Check each folder, tell everything, and exit with 3 if any is wrong."""
    checked = [look_at(folder) for folder in {folder.resolve(): folder for folder in folders}.values()]
    for twin in twins(one.controller for one in checked if one.controller is not None):
        next(one for one in checked if one.folder == twin.file.parent).problems.append(twin)
    if as_json:
        say_json([one.as_data() for one in checked])
    else:
        for one in checked:
            _tell(one)
    raise typer.Exit(Exit.MISCONFIGURED if any(one.problems for one in checked) else Exit.KEPT)


def look_at(folder: Path) -> Checked:
    """One folder's problems and warnings."""
    try:
        controller = load_controller(folder)
    except ConfigurationError as error:
        return Checked(folder, problems=list(error.problems))
    return Checked(folder, controller=controller, warnings=_unset_secrets(controller))


def _tell(one: Checked) -> None:
    for problem in one.problems:
        say(str(problem))
    for problem in one.warnings:
        say(f"warning: {problem}")
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
