"""``abide doctor``: whether this installation can run a night without a network, and whether keys are in order.

What belongs here: looking, and saying what to do. Nothing is repaired, fetched or sent.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

import typer

from pipelines.commands.console import Exit, say, say_json
from rules.errors import AbideError

ROOT = Path(__file__).resolve().parent.parent.parent
EXTENSIONS = ("httpfs", "sqlite_scanner", "postgres_scanner", "mysql_scanner")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``state`` is ok, bad (a night would fail), or note (nothing a night needs)."""

    what: str
    state: str
    detail: str
    hint: str = ""


def doctor(folders: list[Path], *, as_json: bool) -> None:
    """Look at everything, tell it, and exit with 2 if a night would fail."""
    findings = [found for look in LOOKS for found in look()]
    for folder in folders:
        findings += [_key(folder), *_exports(folder)]
    if as_json:
        say_json([asdict(found) for found in findings])
    else:
        wide = max(len(found.what) for found in findings)
        for found in findings:
            hint = f" Hint: {found.hint}" if found.hint else ""
            say(f"{found.state:<4}  {found.what:<{wide}}  {found.detail}{hint}")
    raise typer.Exit(Exit.FAILED if any(found.state == "bad" for found in findings) else Exit.KEPT)


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info[:2] == (3, 11)
    yield Finding("Python", "ok" if good else "bad", found, "" if good else "Abide runs on Python 3.11")


def _packages() -> Iterator[Finding]:
    from packaging.requirements import Requirement

    wrong = []
    needed = [Requirement(text) for text in _requirements()]
    needed = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    for one in needed:
        try:
            found = version(one.name)
        except PackageNotFoundError:
            wrong.append(f"{one.name} is missing")
            continue
        if not one.specifier.contains(found, prereleases=True):
            wrong.append(f"{one.name} is {found}, wanted {one.specifier}")
    hint = "make, or install requirements.lock anew"
    if wrong:
        yield Finding("packages", "bad", "; ".join(wrong), hint)
    else:
        yield Finding(
            "packages", "ok", f"all {len(needed)} fit; DuckDB {version('duckdb')}, Dagster {version('dagster')}"
        )


def _requirements() -> list[str]:
    """What the project declares: from pyproject.toml beside the code, else from the installed package."""
    import tomllib

    file = ROOT / "pyproject.toml"
    if file.is_file():
        return list(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["dependencies"])
    return requires("abide") or []


def _extensions() -> Iterator[Finding]:
    from stores.warehouse import load_extension, scratch

    for name in EXTENSIONS:
        con = scratch()
        try:
            load_extension(con, name)
            yield Finding(f"DuckDB {name}", "ok", "loads from its package, without a network")
        except AbideError as error:
            yield Finding(f"DuckDB {name}", "bad", str(error))
        finally:
            con.close()


def _model() -> Iterator[Finding]:
    from scanners.model import MODEL, MODEL_PACKAGE

    spec = find_spec(MODEL_PACKAGE)
    places = [Path(place) / MODEL for place in (spec.submodule_search_locations if spec else None) or ()]
    if any(place.is_dir() for place in places):
        yield Finding("language model", "ok", MODEL)
    else:
        yield Finding("language model", "bad", f"{MODEL} is missing", f"install {MODEL_PACKAGE.replace('_', '-')}")


def _telemetry() -> Iterator[Finding]:
    yield Finding("Great Expectations", "ok", "its analytics are switched off before it is loaded")
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        yield Finding("Dagster", "ok", "DAGSTER_HOME is not set: a night's run leaves no history and sends nothing")
    elif telemetry_is_off(Path(home)):
        yield Finding("Dagster", "ok", f"telemetry is off in {home}")
    else:
        told = f"telemetry is not off in {home}"
        yield Finding("Dagster", "bad", told, "add to its dagster.yaml: telemetry: {enabled: false}")


def telemetry_is_off(home: Path) -> bool:
    """Whether the ``dagster.yaml`` of a DAGSTER_HOME switches telemetry off; Dagster's own default is on."""
    from rules.document import read_yaml
    from rules.errors import ConfigurationError

    try:
        settings = read_yaml(home / "dagster.yaml").get("telemetry")
    except ConfigurationError:
        return False
    return hasattr(settings, "get") and settings.get("enabled") is False


def _optional() -> Iterator[Finding]:
    yield Finding("servers", "note", "none is needed; a store's own database is read where its url says")
    if find_spec("playwright") is None:
        yield Finding("browser", "note", "none is needed; the report opens in any, and its test wants playwright")
        return
    from glob import glob

    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or str(Path.home() / ".cache" / "ms-playwright")
    there = bool(glob(f"{home}/chromium*"))  # noqa: PTH207 - the folder may not exist
    told = "Chromium is there for the report's test" if there else "none is needed; the report's test wants Chromium"
    yield Finding("browser", "note", told)


def _key(folder: Path) -> Finding:
    from stores.keys import read_key

    try:
        read_key(folder)
    except AbideError as error:
        return Finding(f"key of {folder.name}", "bad", str(error))
    return Finding(f"key of {folder.name}", "ok", "is there, and nobody but its owner can read it")


def _exports(folder: Path) -> Iterator[Finding]:
    """Files that no table is read from. Where records name documents, only a reading tells which files those are."""
    from stores.controller import load_controller
    from stores.files_unread import count_unread

    try:
        controller = load_controller(folder)
    except AbideError:
        return  # what is wrong in the folder is for abide check
    for store in controller.stores:
        if any(one.path for table in store.tables for one in table.opens.values()):
            continue
        if count := count_unread(controller.stores, [store.name], folder, lambda _: ()):
            told = f"{count:,} {'file' if count == 1 else 'files'} below {store.export} that no table is read from"
            hint = f"a night does not see them: name them in stores/{store.name}.yaml, or take them out of the export"
            yield Finding(f"exports of {folder.name}", "note", told, hint)


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (_python, _packages, _extensions, _model, _telemetry, _optional)
"""Everything that is looked at without a folder."""
