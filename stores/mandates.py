"""On whose behalf the controller processes data as somebody else's processor: ``mandates.yaml``.

What belongs here: the file's form and that every table it names is bound. The register that UK GDPR Art. 30(2) asks for
is made of it in ``pipelines.article30``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from rules.document import Document, line_of, read_yaml, validate
from rules.errors import ConfigurationError, Problem, nearest
from stores.store import Store

FILE = "mandates.yaml"


class Mandate(Document):
    """One controller, or one kind of them, for whom data are processed."""

    controllers: str = Field(min_length=3, description="Who they are, by name or as what: Art. 30(2)(a).")
    contact: str = Field(min_length=3, description="How they are reached, or where that is written: Art. 30(2)(a).")
    processing: tuple[Annotated[str, StringConstraints(min_length=3)], ...] = Field(
        min_length=1, description="The categories of processing carried out for them: Art. 30(2)(b)."
    )
    tables: tuple[Annotated[str, StringConstraints(pattern=r"^[^.\s]+\.[^.\s]+$")], ...] = Field(
        min_length=1, description="Where their data stand, each as store.table."
    )


class Mandates(Document):
    """``mandates.yaml``."""

    mandates: tuple[Mandate, ...] = Field(min_length=1)


def read_mandates(folder: Path, stores: Iterable[Store]) -> tuple[Mandate, ...]:
    """The mandates of a controller's folder; none if it has no such file.

    Raises:
        ConfigurationError: with file, line and key; a table is not bound, or stands under two mandates.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    document = read_yaml(path)
    found = validate(Mandates, document, path).mandates
    bound = [f"{store.name}.{table.name}" for store in stores for table in store.tables]
    problems, seen = [], set()
    for i, mandate in enumerate(found):
        for j, name in enumerate(mandate.tables):
            place: list[int | str] = ["mandates", i, "tables", j]
            line, key = line_of(document, place), ".".join(map(str, place))
            if name not in bound:
                problems.append(Problem(path, line, key, f"no table '{name}' is bound", nearest(name, bound)))
            elif name in seen:
                problems.append(Problem(path, line, key, f"'{name}' stands under two mandates", "name it once"))
            seen.add(name)
    if problems:
        raise ConfigurationError(problems)
    return found
