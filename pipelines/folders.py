"""Which controller folders a deployment has. Knows neither Dagster nor what stands in a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from rules.errors import ConfigurationError, Problem

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = "ABIDE_CONTROLLERS"


def controller_folders(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """The controllers' folders: ``ABIDE_CONTROLLERS``, separated by ':' (';' on Windows) or ','; else the examples.

    A relative path counts from the repository's root, wherever the process was started.

    Raises:
        ConfigurationError: there is none at all: a night over nothing would be green.
    """
    given = environment.get(FOLDERS, "").replace(os.pathsep, ",").split(",")
    named = [ROOT / Path(part.strip()).expanduser() for part in given if part.strip()]
    found = named or sorted(path.parent for path in ROOT.glob("examples/*/abide.yaml"))
    if not found:
        problem = Problem(ROOT / "examples", 0, "", "no controller folder is here", f"set {FOLDERS} to your folders")
        raise ConfigurationError([problem])
    return list(dict.fromkeys(found))
