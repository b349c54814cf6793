"""Controllers as a command needs them: every folder given, every mistake in any of them told at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from rules.document import line_of, read_yaml
from rules.errors import ConfigurationError, Problem
from stores.controller import Controller, load_controller

ROOT = Path(__file__).resolve().parent.parent.parent


def controller_folders(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """The controllers' folders: ``ABIDE_CONTROLLERS``, separated by ':' (';' on Windows) or ','; else the examples.

    A relative path counts from the repository's root, wherever the process was started: as ``pipelines.build`` counts.
    """
    given = environment.get("ABIDE_CONTROLLERS", "").replace(os.pathsep, ",").split(",")
    named = [ROOT / Path(part.strip()).expanduser() for part in given if part.strip()]
    return list(dict.fromkeys(named or sorted(path.parent for path in ROOT.glob("examples/*/abide.yaml"))))


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
