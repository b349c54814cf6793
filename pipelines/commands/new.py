"""``abide new``: one file to start from - a rule, a store, a recogniser - with examples that pass."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.commands.console import fail, say
from pipelines.commands.starters import quoted, text_of, write_new

ROOT = Path(__file__).resolve().parent.parent.parent
RECOGNISERS = ROOT / "scanners" / "recognisers"


def new_rule(name: str, folder: Path | None) -> None:
    """Write ``rules/library/NAME.yaml``, or ``FOLDER/rules/NAME.yaml``."""
    from rules.rule import LIBRARY

    if not re.fullmatch(r"[a-z][a-z0-9-]{2,59}", name):
        fail(f"'{name}' is no name for a rule; use 3 to 60 lower-case letters, digits and hyphens, a letter first.")
    if (LIBRARY / f"{name}.yaml").exists():
        fail(f"the rule '{name}' stands in the library already, and is not overwritten.")
    title = name.replace("-", " ").capitalize()
    text = text_of("rule.yaml", id=name, title=quoted(title if len(title) > 4 else f"The rule {name}"))
    _write(_controller(folder) / "rules" / f"{name}.yaml" if folder is not None else LIBRARY / f"{name}.yaml", text)


def new_store(name: str, folder: Path) -> None:
    """Write ``FOLDER/stores/NAME.yaml``."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        fail(
            f"'{name}' is no name for a store; use up to 40 lower-case letters, digits and underscores, a letter first."
        )
    _write(_controller(folder) / "stores" / f"{name}.yaml", text_of("store.yaml", id=name))


def new_recogniser(name: str) -> None:
    """Write ``scanners/recognisers/NAME.py``."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", name):
        fail(f"'{name}' is no name for a recogniser; use 2 to 40 lower-case letters, digits and underscores.")
    letters = "".join(part[0] for part in name.split("_") if part).upper().ljust(2, "N")
    text = text_of("recogniser.py.txt", id=name, entity=name.upper(), letters=letters)
    _write(RECOGNISERS / f"{name}.py", text)


def _controller(folder: Path) -> Path:
    if not (folder / "abide.yaml").is_file():
        fail(f"{folder} is no controller's folder: abide.yaml is missing.", f"--folder FOLDER, or abide init {folder}")
    return folder


def _write(path: Path, text: str) -> None:
    write_new(path, text)
    say(f"wrote {path}")
