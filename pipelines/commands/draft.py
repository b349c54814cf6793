"""``abide draft``: a notice's text read, and its clauses proposed for a person to finish.

What belongs here: the command's talk. Reading is ``scanners.prose``'s, proposing ``pipelines.drafting.notice``'s.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.commands.console import fail, say, say_json, tell
from pipelines.commands.starters import write_new
from pipelines.drafting.notice.propose import Draft, propose
from pipelines.drafting.notice.services import services
from pipelines.drafting.notice.write import as_data, as_yaml
from rules.document import load
from rules.errors import ConfigurationError, Problem
from rules.notice import Layout, notice_layout
from rules.rule import library
from scanners.prose.entities import with_names
from scanners.prose.reading import read_notice
from stores.controller import Settings, read_store

FORMS = (".txt", ".md", ".html", ".htm")


def draft(notice: Path, out: Path | None, *, as_json: bool) -> None:
    """Read ``notice``; print the proposed ``notice.yaml``, or write it into ``out``."""
    layout = _layout(notice)
    folder = out if out is not None and out.is_dir() else None
    controller = ""
    if folder is not None and (folder / "abide.yaml").is_file():
        controller = load(Settings, folder / "abide.yaml").name
    made = made_from(layout, folder, controller)
    name = controller or made.reading.controller
    if out is not None:
        target = f"notice{'.html' if notice.suffix == '.htm' else notice.suffix}"
        _copy(notice, out, target)
        write_new(out / "notice.yaml", as_yaml(made, name, target))
        tell(f"{out}: wrote notice.yaml")
    if as_json:
        say_json(as_data(made, name, str(notice)))
        return
    if out is None:
        say(as_yaml(made, name, notice.name).rstrip("\n"))
    open_lines = sum(one.opens for one in made.proposals)
    tell(
        f"{notice}: {len(made.proposals)} clauses proposed, {open_lines} lines for a person to decide, "
        f"{len(made.unplaced)} sentences not placed"
    )


def made_from(layout: Layout, folder: Path | None, controller: str) -> Draft:
    """The draft of a notice's text; the stores bound in ``folder`` are named where the notice names their provider."""
    reading = read_notice(layout, services(), controller)
    stores: dict[str, list[str]] = {}
    for path in sorted((folder / "stores").glob("*.yaml")) if folder else ():
        try:
            store = read_store(path)
        except ConfigurationError:
            continue
        if store.provider:
            stores.setdefault(store.provider, []).append(store.name)
    return propose(with_names(reading), library(*([folder / "rules"] if folder else [])), stores)


def _layout(notice: Path) -> Layout:
    if notice.suffix not in FORMS:
        fail(f"{notice}: a notice is read as {', '.join(FORMS)}.", "save the page as .html, or its words as .txt")
    if not notice.is_file():
        fail(f"{notice}: there is no such file.")
    try:
        layout = notice_layout(notice)
    except UnicodeDecodeError:
        raise ConfigurationError([Problem(notice, 0, "", "the file is not UTF-8")]) from None
    if len(layout.text.split()) < 5:
        raise ConfigurationError([Problem(notice, 0, "", "the notice is empty", "put the published text there")])
    return layout


def _copy(notice: Path, out: Path, target: str) -> None:
    """Put the notice beside the draft unless the same text stands there already."""
    there = [out / name for name in ("notice.txt", "notice.md", "notice.html") if (out / name).exists()]
    if not there:
        try:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(notice, out / target)
        except OSError as error:
            fail(f"{out / target} cannot be written ({error.strerror}).")
        tell(f"{out}: wrote {target}, word for word")
    elif there[0].read_bytes() != notice.read_bytes():
        fail(f"{there[0]} is another text than {notice}, and is not overwritten.")
