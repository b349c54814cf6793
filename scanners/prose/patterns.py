"""The tables of words beside the readers: one YAML file each in the folder ``words``.

What belongs here: loading them. Words are regular expressions over a sentence's ``said``, one alternative a line.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_FOLDER = Path(__file__).parent / "words"


@cache
def table(name: str) -> dict[str, Any]:
    """The table ``words/NAME.yaml`` as it stands."""
    return dict(YAML(typ="safe").load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


def alternatives(name: str) -> dict[str, str]:
    """A table of lists of words, each list as one expression."""
    return {key: "|".join(words) for key, words in table(name).items()}
