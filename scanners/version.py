"""What a recogniser's results rest on besides the value and the column: a digest that changes when they could change.

Here: one digest a recogniser, so that what was read before is read again by that recogniser only. Not here: where
results are kept.

A digest is of the sources of the recogniser's file and of all of this program that it imports, of its files of words,
of what reads with every recogniser and the lists of names, of the versions of the libraries these import, of Python's
(its `re` and Unicode tables), for health and diet of how words bear on a person, and for persons of the language
model's card, our weights over it, what is read of it and how names stand.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from scanners import bearing, recognisers
from scanners.column import SURE
from scanners.model import MODEL_PACKAGE, WEIGHTS, model_path
from scanners.registry import PERSON, kinds
from scanners.standing import WEIGHTS as STANDING
from scanners.terms import TermRecogniser
from scanners.vocabulary import file_of

_OWN = ("scanners", "rules")
_ROOT = Path(__file__).resolve().parent.parent
_EVERYONE = ("engine", "reading", "role", "context", "text", "result", "names")
_MODELS = ("model", "windows")


@cache
def versions() -> dict[str, str]:
    """Recogniser's entity → 32 hexadecimal digits."""
    shared = [_ROOT / "scanners" / f"{name}.py" for name in _EVERYONE]
    shared += [path for path in (_ROOT / "scanners" / "name_lists").iterdir() if path.suffix in {".txt", ".gz", ".py"}]
    found = {}
    for entity, kind in kinds().items():
        own = _ROOT / "scanners" / recognisers.__name__.rpartition(".")[2] / f"{kind.name}.py"
        files = _with_imports(own) | set(shared)
        more = ""
        if entity == PERSON:
            files |= {_ROOT / "scanners" / f"{name}.py" for name in _MODELS}
            files |= {WEIGHTS, STANDING}
            more = (model_path() / "meta.json").read_text(encoding="utf-8") + _installed(MODEL_PACKAGE)
        if isinstance(kind.recogniser, TermRecogniser):
            files |= {file_of(name) for name in kind.recogniser.files}
            files |= set(bearing.FILES) if kind.recogniser.least else set()
        digest = hashlib.sha256(f"{sys.version_info[:3]} {SURE} {more}".encode())
        for path in sorted(files):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        named = {name for path in files if path.suffix == ".py" for name in _imports(path)}
        for library in sorted(name for name in named if not name.startswith(_OWN)):
            digest.update(_installed(library.partition(".")[0]).encode())
        found[entity] = digest.hexdigest()[:32]
    return found


@cache
def of_looks() -> str:
    """What the answers of `scanners.looks` rest on: every recogniser's digest, and its own sources'."""
    digest = hashlib.sha256(repr(sorted(versions().items())).encode())
    for path in sorted(_with_imports(_ROOT / "scanners" / "looks.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _with_imports(path: Path) -> set[Path]:
    """The file and all of this program that it imports, however deep."""
    found: set[Path] = set()
    waiting = [path]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        for name in _imports(one):
            place = _ROOT.joinpath(*name.split(".")).with_suffix(".py")
            if name.startswith(_OWN) and place.is_file():
                waiting.append(place)
    return found


@cache
def _imports(path: Path) -> frozenset[str]:
    """The modules that a file names in its imports; of `from a import b` both `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


@cache
def _installed(library: str) -> str:
    """A library's name and version, '' for the standard library's."""
    for name in (library, library.replace("_", "-")):
        try:
            return f"{name}=={version(name)};"
        except PackageNotFoundError:
            continue
    return "" if find_spec(library) else f"{library} is missing;"
