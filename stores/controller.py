"""A controller's folder, read whole: settings, notice, clauses, stores, rules; every mistake in it told at once.

What belongs here: reading and checking what a user wrote. Nothing here opens a store, a secret or a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, StringConstraints, field_validator
from ruamel.yaml.comments import CommentedMap

from rules.compiled import compile_clause
from rules.document import Document, line_of, load, plain, read_yaml, validate
from rules.errors import ConfigurationError, Problem, RuleError, nearest
from rules.left_open import left_open, without_open
from rules.notice import OPEN, Clause, Notice, notice_text, stands_in
from rules.rule import Rule, library
from stores.allow import Allowed, read_allow
from stores.links_between import astray
from stores.mandates import Mandate, read_mandates
from stores.map_sql import wrong_sql
from stores.store import Name, Store, Table

CATALOG = Path(__file__).parent / "catalog"


class Limits(Document):
    """``erasure:`` of abide.yaml: the most that one batch may erase. It has no default."""

    rows: int = Field(ge=1, description="Records that one batch may touch, over all stores.")
    share: float = Field(gt=0, le=1, description="Part of any one table that one batch may touch, e.g. 0.05.")


class Settings(Document):
    """``abide.yaml``: who the controller is."""

    controller: Name = Field(description="A short id; the first part of every Dagster key.")
    name: str = Field(min_length=2, description="The controller's name, as in the notice.")
    timezone: str = "Europe/London"
    owners: tuple[Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")], ...] = ()
    ledger: Annotated[str, StringConstraints(pattern=r"^(\$\{[A-Z][A-Z0-9_]*\}|postgres(ql)?://\S+)$")] | None = Field(
        default=None,
        description="PostgreSQL address of the ledger of decisions, secrets as ${NAME}; a file in .abide if absent.",
    )
    erasure: Limits | None = Field(
        default=None, description="The most that one batch may erase; nothing is erased without it."
    )
    ignore_gmail_dots: bool = Field(default=False, description="j.o@gmail.com and jo@gmail.com are one mailbox.")
    scan_workers: int | None = Field(
        default=None,
        ge=1,
        le=64,
        description="Processes that read texts; by default as many as cores and free memory allow. 1 keeps to one.",
    )

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"'{value}' is not a time zone; {nearest(value, available_timezones())}")
        return value


class Vendor(Document):
    """``stores/catalog/*.yaml``: the maps of one vendor's exports."""

    vendor: str
    page: str = Field(description="The vendor page or schema the maps rest on.")
    processor: bool = Field(default=False, description="The vendor holds the data for its customers (Art. 4(8)).")
    tables: tuple[Table, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Controller:
    """One controller as configured: a valid folder, in memory."""

    folder: Path
    id: str
    name: str
    timezone: str
    owners: tuple[str, ...]
    notice: Notice
    text: str
    stores: tuple[Store, ...]
    rules: Mapping[str, Rule]
    ledger: str | None = None
    ignore_gmail_dots: bool = False
    allowed: tuple[Allowed, ...] = ()
    scan_workers: int | None = None
    mandates: tuple[Mandate, ...] = ()
    limits: Limits | None = None

    def store(self, name: str) -> Store:
        """The store of this name; KeyError if there is none."""
        return {store.name: store for store in self.stores}[name]

    def clauses_of(self, rule_id: str) -> tuple[Clause, ...]:
        """The clauses that the rule proves, in the notice's order."""
        return tuple(clause for clause in self.notice.clauses if clause.rule == rule_id)

    @property
    def used_rules(self) -> tuple[Rule, ...]:
        """The rules that clauses name, sorted by id."""
        return tuple(self.rules[name] for name in sorted({c.rule for c in self.notice.clauses if c.rule}))

    @property
    def zone(self) -> ZoneInfo:
        """The controller's time zone."""
        return ZoneInfo(self.timezone)

    def tables(self) -> Iterator[tuple[Store, Table]]:
        """Every table that is read, with its store."""
        for store in self.stores:
            for table in store.tables if store.connector != "none" else ():
                yield store, table


def load_controller(folder: Path) -> Controller:
    """Read a controller's folder.

    Raises:
        ConfigurationError: every problem found, each with file, line, key and the nearest valid one.
    """
    problems: list[Problem] = []

    def attempt(step: Any, *arguments: Any) -> Any:
        try:
            return step(*arguments)
        except ConfigurationError as error:
            problems.extend(error.problems)
            return None

    if not (folder / "abide.yaml").is_file():
        raise ConfigurationError(
            [
                Problem(
                    folder / "abide.yaml",
                    0,
                    "",
                    "the file is missing",
                    f"abide init {folder} writes a folder to start from",
                )
            ]
        )
    settings: Settings | None = attempt(load, Settings, folder / "abide.yaml")
    text: str | None = attempt(_read_notice_text, folder)
    rules: dict[str, Rule] | None = attempt(library, folder / "rules")
    stores: list[Store] = []
    files = sorted((folder / "stores").glob("*.yaml"))
    if not files:
        problems.append(Problem(folder / "stores", 0, "", "no store is bound here", "abide new store NAME"))
    for path in files:
        store = attempt(read_store, path)
        if store is not None:
            stores.append(store)
    whole = len(stores) == len(files)
    if whole:
        problems += astray(folder, stores)
    notice: Notice | None = attempt(
        _read_notice, folder, text, rules, {s.name for s in stores} if whole else None, settings
    )
    allowed: tuple[Allowed, ...] | None = attempt(read_allow, folder, {s.name: s for s in stores} if whole else None)
    mandates: tuple[Mandate, ...] | None = attempt(read_mandates, folder, stores) if whole else None
    if problems or settings is None or notice is None or text is None or rules is None:
        raise ConfigurationError(problems)
    return Controller(
        folder=folder,
        id=settings.controller,
        name=settings.name,
        timezone=settings.timezone,
        owners=settings.owners,
        ignore_gmail_dots=settings.ignore_gmail_dots,
        notice=notice,
        text=text,
        stores=tuple(sorted(stores, key=lambda store: store.name)),
        rules=rules,
        ledger=settings.ledger,
        allowed=allowed or (),
        scan_workers=settings.scan_workers,
        mandates=mandates or (),
        limits=settings.erasure,
    )


def read_store(path: Path) -> Store:
    """One binding with its vendor's maps merged in.

    Raises:
        ConfigurationError: the binding, or a map it names, is wrong.
    """
    document = read_yaml(path)
    merged = plain(document)
    if isinstance(vendor := merged.get("catalog"), str):
        merged["tables"] = _with_catalog(path, document, vendor, merged.get("tables"))
    store = validate(Store, merged, path, document)
    if store.name != path.stem:
        raise ConfigurationError(
            [Problem(path, line_of(document, ["name"]), "name", f"'{store.name}' is not the file's name")]
        )
    problems = [
        Problem(path, line_of(document, ["tables", i, *place]), ".".join(map(str, ["tables", i, *place])), message)
        for i, table in enumerate(store.tables)
        for place, message in wrong_sql(table)
    ]
    problems += _outside(store, path, document)
    if problems:
        raise ConfigurationError(problems)
    return store


def _with_catalog(path: Path, document: CommentedMap, vendor: str, tables: Any) -> list[Any]:
    file = CATALOG / f"{vendor}.yaml"
    if not file.is_file():
        known = [p.stem for p in CATALOG.glob("*.yaml")]
        line = line_of(document, ["catalog"])
        raise ConfigurationError(
            [Problem(path, line, "catalog", f"there is no map '{vendor}'", nearest(vendor, known))]
        )
    status = file.stat()
    maps = _maps_of(file, status.st_mtime_ns, status.st_size)
    found: list[Any] = []
    for i, table in enumerate(tables or []):
        name = table.get("name") if isinstance(table, dict) else None
        if name not in maps:
            line = line_of(document, ["tables", i])
            raise ConfigurationError(
                [Problem(path, line, f"tables.{i}.name", f"{vendor} has no table '{name}'", nearest(str(name), maps))]
            )
        listed, further = maps[name].get("columns"), table.get("columns")
        if isinstance(listed, list) and isinstance(further, list):
            further = [*listed, *(column for column in further if column not in listed)]
        found.append(_merged(maps[name], {**table, "columns": further} if further else table))
    return found


@lru_cache(maxsize=256)
def _maps_of(file: Path, changed: int, size: int) -> dict[str, Any]:  # noqa: ARG001 - a file that changed is read anew
    """A vendor's maps by table, as written. They are many and long, and a controller binds several vendors."""
    document = read_yaml(file)
    validate(Vendor, document, file)
    return {table["name"]: table for table in plain(document)["tables"]}


def _merged(below: Any, above: Any) -> Any:
    """A map with a binding's words over it; a list of columns adds to the map's, as a mapping of columns does."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {
            key: _merged(below.get(key), above.get(key)) if key in above else below[key] for key in {**below, **above}
        }
    return above


def _outside(store: Store, path: Path, document: CommentedMap) -> list[Problem]:
    """An export that is not below the controller's folder is not read."""
    given: list[tuple[list[int | str], str | None]] = [(["export"], store.export)]
    given += [(["tables", i, "file"], table.file) for i, table in enumerate(store.tables)]
    return [
        Problem(path, line_of(document, place), ".".join(map(str, place)), "must lie below the folder, without '..'")
        for place, name in given
        if name is not None and (Path(name).is_absolute() or ".." in Path(name).parts)
    ]


def _read_notice_text(folder: Path) -> str:
    file = notice_file(folder)
    if not file.is_file():
        raise ConfigurationError([Problem(file, 0, "", "the notice's text is missing (.txt, .md or .html)")])
    try:
        text = notice_text(file)
    except UnicodeDecodeError:
        raise ConfigurationError([Problem(file, 0, "", "the file is not UTF-8")]) from None
    if not text.strip():
        raise ConfigurationError([Problem(file, 0, "", "the notice is empty")])
    return text


def notice_file(folder: Path) -> Path:
    """The file that holds the notice's text; ``notice.txt`` if there is none."""
    files = [folder / name for name in ("notice.txt", "notice.md", "notice.html")]
    return next((file for file in files if file.is_file()), files[0])


def _read_notice(
    folder: Path,
    text: str | None,
    rules: Mapping[str, Rule] | None,
    stores: set[str] | None,
    settings: Settings | None,
) -> Notice:
    path = folder / "notice.yaml"
    document = read_yaml(path)
    problems = list(left_open(document, path))
    notice = validate(Notice, without_open(plain(document)) if problems else document, path, document)
    if settings is not None and notice.controller not in {settings.name, OPEN}:
        told = f"the notice is of '{notice.controller}', abide.yaml of '{settings.name}'"
        problems.append(Problem(path, line_of(document, ["controller"]), "controller", told))
    for i, clause in enumerate(notice.clauses):
        for place, message, hint in _wrong_clause(clause, text, rules, stores):
            where: list[int | str] = ["clauses", i, *place]
            problems.append(Problem(path, line_of(document, where), f"{clause.id}.{'.'.join(place)}", message, hint))
    if problems:
        raise ConfigurationError(problems)
    return notice


def _wrong_clause(
    clause: Clause, text: str | None, rules: Mapping[str, Rule] | None, stores: set[str] | None
) -> Iterator[tuple[list[str], str, str]]:
    if text is not None and not stands_in(clause.quote, text):
        yield ["quote"], "does not stand word for word in the notice's text", "copy the sentence from the notice"
    if clause.rule is not None and rules is not None:
        if clause.rule not in rules:
            yield ["rule"], f"there is no rule '{clause.rule}'", nearest(clause.rule, rules)
        else:
            try:
                compile_clause(rules[clause.rule], clause, date(2000, 1, 1))
            except RuleError as error:
                yield ["given"], str(error), ""
    for name in clause.stores or () if stores is not None else ():
        if name not in (stores or ()):
            yield ["stores"], f"there is no store '{name}'", nearest(name, stores or ())
