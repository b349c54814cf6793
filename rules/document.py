"""YAML documents that users write, as frozen models; every mistake told with file, line, key and nearest valid key.

What belongs here: the one way a YAML file becomes a model. What the models are, belongs to their own files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from rules.errors import ConfigurationError, Problem, nearest

MOST_NODES = 200_000
"""Values that a file may unfold to: aliases of aliases would otherwise grow without end."""

_SECRET = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


class Document(BaseModel):
    """Base of every model read from a user's file: frozen, and no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


M = TypeVar("M", bound=BaseModel)


def read_yaml(path: Path, shown: Path | None = None) -> CommentedMap:
    """The mapping in a YAML file, with line numbers kept.

    Raises:
        ConfigurationError: the file is missing, is not UTF-8, is not YAML, repeats a key, or is not a mapping.
    """
    name = shown or path
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError([Problem(name, 0, "", "the file is missing")]) from None
    except (OSError, UnicodeDecodeError) as error:
        what = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"cannot be read ({error.strerror})"
        raise ConfigurationError([Problem(name, 0, "", f"the file {what}")]) from None
    try:
        found = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = (error.problem or "is not valid YAML").split("\n")[0]
        raise ConfigurationError([Problem(name, line, "", f"not valid YAML: {message}")]) from None
    except (YAMLError, ValueError, RecursionError):
        raise ConfigurationError([Problem(name, 0, "", "not valid YAML")]) from None
    if _outgrows(found, MOST_NODES):
        raise ConfigurationError([Problem(name, 0, "", f"the file unfolds to more than {MOST_NODES:,} values")])
    if not isinstance(found, CommentedMap):
        raise ConfigurationError([Problem(name, 1, "", "the file must hold keys and values at its top")])
    return found


def _outgrows(document: Any, most: int) -> bool:
    left, nodes = [document], 0
    while left:
        node = left.pop()
        nodes += 1
        if nodes > most:
            return True
        if isinstance(node, Mapping):
            left.extend(node.values())
        elif isinstance(node, (list, tuple)):
            left.extend(node)
    return False


def line_of(document: Any, location: Sequence[int | str]) -> int:
    """The 1-based line where the node at ``location`` stands; that of its nearest known parent otherwise."""
    node, line = document, 1
    for part in location:
        try:
            if isinstance(node, CommentedMap) and part in node:
                line = node.lc.key(part)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(part, int):
                line = node.lc.item(part)[0] + 1
            node = node[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def plain(node: Any) -> Any:
    """The document without its line numbers: dicts, lists and scalars."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [plain(item) for item in node]
    if isinstance(node, str):
        return str(node)
    return node


def with_secrets(value: str, environment: Mapping[str, str] | None = None) -> str:
    """``value`` with each ``${NAME}`` replaced from the environment.

    Raises:
        KeyError: a name is not set; its argument is the name.
    """
    known = os.environ if environment is None else environment
    return _SECRET.sub(lambda found: known[found.group(1)], value)


def validate(model: type[M], document: Any, file: Path, located_in: Any | None = None) -> M:
    """The model made of ``document``, or every problem in it.

    Args:
        model: the model to make.
        document: plain data or a loaded YAML mapping.
        file: the file to name in messages.
        located_in: the loaded YAML mapping to look up lines in, if it is not ``document``.
    """
    try:
        return model.model_validate(plain(document))
    except ValidationError as error:
        lines = document if located_in is None else located_in
        raise ConfigurationError([_problem(model, e, file, lines) for e in error.errors()]) from None


def load(model: type[M], path: Path, shown: Path | None = None) -> M:
    """Read and validate one file."""
    return validate(model, read_yaml(path, shown), shown or path)


def _problem(model: type[BaseModel], error: ErrorDetails, file: Path, lines: Any) -> Problem:
    location = tuple(
        part for part in error["loc"] if not str(part).startswith(("function-", "literal[", "is-instance"))
    )
    key = ".".join(str(part) for part in location)
    line = line_of(lines, location)
    match error["type"]:
        case "extra_forbidden":
            return Problem(file, line, key, "unknown key", nearest(str(location[-1]), _keys_at(model, location[:-1])))
        case "missing":
            return Problem(file, line_of(lines, location[:-1]), key, "this key is required")
        case "enum" | "literal_error":
            allowed = str(error.get("ctx", {}).get("expected", "")).replace("' or '", "', '").split("', '")
            words = [word.strip("' ") for word in ", ".join(allowed).split(", ")]
            return Problem(file, line, key, f"'{error['input']}' is not known", nearest(str(error["input"]), words))
        case "value_error":
            return Problem(file, line, key, str(error["msg"]).removeprefix("Value error, "))
        case _:
            return Problem(file, line, key, str(error["msg"]))


def _keys_at(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """The keys allowed at a place inside ``model``; all of the model's own when the place cannot be followed."""
    here: Any = model
    for part in location:
        if isinstance(part, int):
            continue
        fields = getattr(here, "model_fields", {})
        by_alias = {(field.alias or name): field for name, field in fields.items()}
        if part not in by_alias:
            break
        here = _inner_model(by_alias[str(part)].annotation) or here
    return [field.alias or name for name, field in getattr(here, "model_fields", {}).items()]


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _inner_model(inner))), None)
