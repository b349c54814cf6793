"""``abide records``: the records of processing of one controller, in the form that is asked for."""

from __future__ import annotations

from pathlib import Path

from pipelines.article30.forms import FORMS
from pipelines.commands.console import known, say
from stores.controller import load_controller


def records(folder: Path, form: str) -> None:
    """Print the records of processing activities of a folder."""
    known("form", [form], FORMS)
    say(FORMS[form](load_controller(folder)).rstrip("\n"))
