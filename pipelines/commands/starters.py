"""The files that ``abide init`` and ``abide new`` write, from the folder ``starter`` beside this module.

What belongs here: filling in a name and writing without ever overwriting.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from pipelines.commands.console import fail

STARTER = Path(__file__).parent / "starter"


def text_of(starter: str, **words: str) -> str:
    """A starter's text with each ``@WORD@`` replaced."""
    text = (STARTER / starter).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda found: words.get(found[1].lower(), found[0]), text)


def quoted(text: str) -> str:
    """``text`` as a YAML scalar in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, with its folders."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        fail(f"{path} is there already, and is not overwritten.")
    except OSError as error:
        fail(f"{path} cannot be written ({error.strerror}).")
