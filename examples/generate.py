"""Make the exports of an example controller, and the truth beside them.

Here: the command line. What a controller's stores hold is said in its folder's own ``make_exports.py``, which offers
``make(folder: Path, as_of: date, rng: random.Random, scale: int) -> Truth``.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import shutil
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from examples.truth import Truth
from examples.writers import exporting
from rules.document import load
from stores.controller import Settings

SEED = 7


def generate(folder: Path, as_of: date, *, seed: int = SEED, scale: int = 1, shuffle: int | None = None) -> Truth:
    """Write ``folder/exports/`` anew and ``folder/truth.json``; the same arguments give the same bytes.

    Args:
        folder: a controller's folder with a ``make_exports.py``.
        as_of: the day the exports are made for; every date in them is counted from it.
        seed: of all that is made up.
        scale: how many times as many clean records; the planted ones stay the same.
        shuffle: a seed for another order of the rows; the rows themselves stay the same.

    Raises:
        FileNotFoundError: the folder has no ``make_exports.py``.
    """
    script = folder / "make_exports.py"
    if not script.is_file():
        raise FileNotFoundError(f"{script} is missing: it is what makes the exports")
    spec = importlib.util.spec_from_file_location(f"make_exports_of_{folder.resolve().name}", script)
    if spec is None or spec.loader is None:
        raise ImportError(f"{script} cannot be read as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    shutil.rmtree(folder / "exports", ignore_errors=True)
    with exporting(as_of, shuffle):
        truth: Truth = module.make(folder, as_of, random.Random(seed), scale)
    truth.write(folder / "truth.json", as_of)
    return truth


def today_of(folder: Path) -> date:
    """Today in the controller's time zone, as ``abide scan --as-of today`` counts it."""
    settings = load(Settings, folder / "abide.yaml")
    return datetime.now(ZoneInfo(settings.timezone)).date()


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description="Make an example's exports.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-of", required=True, metavar="DATE", help="YYYY-MM-DD, or today where the controller is")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--shuffle", type=int, default=None, metavar="N", help="seed for another order of the rows")
    given = parser.parse_args(arguments)
    try:
        as_of = today_of(given.folder) if given.as_of == "today" else date.fromisoformat(given.as_of)
    except ValueError:
        parser.error(f"--as-of: '{given.as_of}' is not a date")
    generate(given.folder, as_of, seed=given.seed, scale=given.scale, shuffle=given.shuffle)
    return 0


if __name__ == "__main__":
    sys.exit(main())
