"""Controllers as a command needs them: every folder given, every mistake in any of them told at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rules.document import line_of, read_yaml
from rules.errors import ConfigurationError, Problem
from stores.controller import Controller, load_controller


def load_all(folders: Iterable[Path]) -> list[Controller]:
    """The controllers of the folders, in order; a folder given twice counts once.

    Raises:
        ConfigurationError: with every problem of every folder.
    """
    loaded: list[Controller] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    for folder in folders:
        if folder.resolve() in seen:
            continue
        seen.add(folder.resolve())
        try:
            loaded.append(load_controller(folder))
        except ConfigurationError as error:
            problems += error.problems
    problems += twins(loaded)
    if problems:
        raise ConfigurationError(problems)
    return loaded


def twins(controllers: Iterable[Controller]) -> list[Problem]:
    """A problem for each controller whose id another has too: one would overwrite the assets of the other."""
    first: dict[str, Path] = {}
    found = []
    for controller in controllers:
        if controller.id in first:
            file = controller.folder / "abide.yaml"
            told = f"the id '{controller.id}' is that of {first[controller.id]} too"
            line = line_of(read_yaml(file), ["controller"])
            found.append(Problem(file, line, "controller", told, "give each controller its own"))
        first.setdefault(controller.id, controller.folder)
    return found
