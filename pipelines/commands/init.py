"""``abide init``: a controller's folder to start from, or what is missing in one; never a change to what is there."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pipelines.commands.console import fail, say
from pipelines.commands.init_from import draft_from
from pipelines.commands.starters import quoted, text_of, write_new
from rules.document import load
from rules.errors import ConfigurationError, Problem
from rules.notice import notice_text, words
from stores.controller import Settings
from stores.keys import STATE, make_key
from stores.store import safe_name

NOTICES = ("notice.txt", "notice.md", "notice.html")


def init(folder: Path, name: str | None, source: str | None) -> None:
    """Write what is missing, make the key if there is none, draft bindings from a source, and say what was done."""
    if folder.exists() and not folder.is_dir():
        fail(f"{folder} is a file; name a folder.")
    if name is not None and len(name.strip()) < 2:
        fail("--name is the controller's name, at least two letters.")
    fresh = not (folder / "abide.yaml").exists()
    done: list[str] = []
    if fresh:
        shown = (name or "Example Organisation Ltd").strip()
        write_new(folder / "abide.yaml", text_of("abide.yaml", id=_id(folder), name=quoted(shown)))
        done.append("abide.yaml")
    else:
        shown = load(Settings, folder / "abide.yaml").name
        if name is not None and name != shown:
            say(f"{folder}: the name stays '{shown}', as abide.yaml has it")
    done += _notice(folder, shown)
    done += _store(folder) if source is None else []
    if fresh and not (folder / ".gitignore").exists():
        write_new(folder / ".gitignore", text_of("gitignore"))
        done.append(".gitignore")
    for path in done:
        say(f"{folder}: wrote {path}")
    made = _key(folder)
    if source is not None:
        draft_from(folder, source)
    elif not done and not made:
        say(f"{folder}: nothing was missing")
    if fresh:
        say(f"next: abide check {folder}, then abide scan {folder} --as-of today")


def _id(folder: Path) -> str:
    found = re.sub(r"^[^a-z]+", "", safe_name(folder.resolve().name))[:40]
    return found or "controller"


def _notice(folder: Path, name: str) -> list[str]:
    text = next((folder / file for file in NOTICES if (folder / file).exists()), None)
    if (folder / "notice.yaml").exists():
        if text is None:
            say(f"{folder}: notice.txt is missing; put the notice's text there, word for word as published")
        return []
    if text is None:
        write_new(folder / "notice.txt", text_of("notice.txt", plain=name))
        write_new(folder / "notice.yaml", text_of("notice.yaml", name=quoted(name)))
        return ["notice.txt", "notice.yaml"]
    quote = quoted(_first_sentence(text))
    write_new(folder / "notice.yaml", text_of("notice-own.yaml", name=quoted(name), quote=quote))
    return ["notice.yaml"]


def _first_sentence(path: Path) -> str:
    """The first sentence of a notice's text, for the first clause to quote."""
    try:
        text = words(notice_text(path))
    except UnicodeDecodeError:
        raise ConfigurationError([Problem(path, 0, "", "the file is not UTF-8")]) from None
    if len(text) < 8:
        raise ConfigurationError([Problem(path, 0, "", "the notice is empty", "put the published text there")])
    found = re.search(r"^.{8,300}?[.!?](?=\s|$)", text)
    return found[0] if found else text[:300].rsplit(" ", 1)[0]


def _store(folder: Path) -> list[str]:
    if any((folder / "stores").glob("*.yaml")):
        return []
    write_new(folder / "stores" / "people.yaml", text_of("people.yaml"))
    done = ["stores/people.yaml"]
    if not (folder / "exports" / "people.csv").exists():
        write_new(folder / "exports" / "people.csv", text_of("people.csv"))
        done.append("exports/people.csv")
    return done


def _key(folder: Path) -> bool:
    """Make the key, and keep it out of version control whatever the folder's own .gitignore says."""
    if os.environ.get("ABIDE_KEY"):
        say(f"{folder}: the key is that of the environment variable ABIDE_KEY; none was made")
        return False
    try:
        made = make_key(folder)
        ignore = folder / STATE / ".gitignore"
        if not ignore.exists():
            write_new(ignore, "*\n")
    except OSError as error:
        fail(f"{folder / STATE} cannot be written ({error.strerror}).")
    if made:
        say(f"{folder}: made {STATE}/key (mode 0600); keep a copy elsewhere: without it the warehouse cannot be read")
    return made
