"""What erasers of vendors share: one record after another, each answer weighed, each success asked about again.

What belongs here: the way from a work to results. Which calls erase, and which tell whether a record is given out, is
each vendor's own file in ``stores/erasers``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stores.erasing import Item, Key, Result, State, Work
from stores.erasing_by_hand import by_hand, present_in_export
from stores.errors import ErasureRefused, SourceError
from stores.store import Store, Table
from stores.vendor_api import Answer, Unanswered, VendorApi

GIVE_UP = 3
"""After so many records in a row without an answer the rest is not tried: the vendor is down."""

UNKNOWN = "whether it was carried out is not known; to repeat it is safe"
STILL = "the vendor says that it is deleted, and gives it out still"


@dataclass(frozen=True)
class ByHand:
    """A record that turns out to be for a person: what they do, in words without any value."""

    how: str


class VendorEraser(ABC):
    """See ``stores.erasing.Eraser``."""

    @abstractmethod
    def open(self, store: Store) -> VendorApi:
        """A session with the erasure credential.

        Raises:
            ErasureRefused: no credential, or the binding does not say what is needed.
        """

    @abstractmethod
    def reach(self, api: VendorApi) -> None:
        """See that the vendor answers this credential at all: a 404 means nothing before that.

        Raises:
            ErasureRefused: the credential is refused.
            stores.errors.SourceError: no proper answer.
        """

    @abstractmethod
    def can(self, table: Table) -> bool:
        """Whether records of this table are deleted by a call."""

    @abstractmethod
    def remove(self, api: VendorApi, table: Table, item: Item, today: date) -> Result | ByHand:
        """Delete one record. To do it twice does no harm.

        Raises:
            stores.errors.SourceError: no proper answer.
        """

    @abstractmethod
    def given_out(self, api: VendorApi, table: Table, key: Key) -> bool | None:
        """Whether the vendor still gives the record out; None if it has no call that tells.

        Raises:
            stores.errors.SourceError: no proper answer.
        """

    def can_change(self, table: Table, columns: Collection[str]) -> bool:  # noqa: ARG002 - overridden where there is a call
        """Whether these fields of a record that stays are emptied, or mended, by a call."""
        return False

    def change(self, api: VendorApi, table: Table, item: Item) -> Result | ByHand:  # noqa: ARG002 - as above
        """Empty the item's fields, or cut its stretches out of them: a person, where the vendor has no call for it.

        To do it twice does no harm.

        Raises:
            stores.errors.SourceError: no proper answer.
        """
        return ByHand("Empty or mend the fields in the vendor's own pages.")

    def needs(self, table: Table) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's form
        """Nothing beside the key, unless the vendor's calls ask for more."""
        return ()

    def check(self, store: Store, folder: Path) -> None:  # noqa: ARG002 - the protocol's form
        """Reach the vendor with the erasure credential. That it may erase, vendors tell only when asked to."""
        try:
            with self.open(store) as api:
                self.reach(api)
        except Unanswered as error:
            raise ErasureRefused(f"{store.name}: {error}") from None

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """See ``stores.erasing.Eraser.erase``."""
        do = self._call(work, today)
        if do is None:
            yield from by_hand(work, work.items, folder, today)
            return
        waiting: dict[str, list[Item]] = {}
        silent, told = 0, ""
        with self.open(work.store) as api:
            for item in work.items:
                if silent >= GIVE_UP:
                    yield Result(item.key, State.FAILED, f"not tried: {told}")
                    continue
                try:
                    result = do(api, item)
                    silent = 0
                except ErasureRefused as error:
                    silent, told = GIVE_UP, str(error)
                    result = Result(item.key, State.FAILED, told)
                except SourceError as error:
                    silent, told = silent + 1, str(error)
                    result = Result(item.key, State.FAILED, f"{told}; {UNKNOWN}")
                if isinstance(result, ByHand):
                    waiting.setdefault(result.how, []).append(item)
                else:
                    yield result
        for how, items in waiting.items():
            yield from by_hand(work, items, folder, today, how)

    def _call(self, work: Work, today: date) -> Callable[[VendorApi, Item], Result | ByHand] | None:
        """What is done with each item; None where a person does it."""
        table = work.table
        if work.action == "delete":
            return (lambda api, item: self.remove(api, table, item, today)) if self.can(table) else None
        columns = {column for item in work.items for column in item.columns}
        if work.action in {"blank", "redact"} and self.can_change(table, columns):
            return lambda api, item: self.change(api, table, item)
        return None

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """See ``stores.erasing.Eraser.present``: the vendor is asked, or its export read again."""
        if not self.can(table):
            return present_in_export(store, table, folder, keys)
        found, unsaid = set(), []
        try:
            with self.open(store) as api:
                self.reach(api)
                for key in keys:
                    given = self.given_out(api, table, key)
                    if given is None:
                        unsaid.append(key)
                    elif given:
                        found.add(key)
        except Unanswered as error:
            raise SourceError(f"{store.name}: {error}") from None
        return found | (present_in_export(store, table, folder, unsaid) if unsaid else set())

    def settled(
        self,
        api: VendorApi,
        table: Table,
        key: Key,
        answer: Answer,
        good: State,
        reason: str = "",
        until: date | None = None,
    ) -> Result:
        """What an answer to a deletion means, after the record was asked for again.

        Raises:
            ErasureRefused: the credential may not erase.
            stores.errors.SourceError: no proper answer to the second question.
        """
        if answer.gone:
            return Result(key, State.ABSENT)
        refused(api.store, answer)
        if not answer.good:
            return Result(key, State.FAILED, f"the vendor answered {answer.status} to the deletion")
        if good is State.REMOVED and self.given_out(api, table, key):
            return Result(key, State.FAILED, STILL)
        return Result(key, good, reason, until)


def refused(store: Store, answer: Answer) -> None:
    """Stop if the vendor does not let this credential do it.

    Raises:
        ErasureRefused: status 401 or 403.
    """
    if answer.status in {401, 403}:
        raise ErasureRefused(
            f"{store.name}: the vendor refuses the credential ({answer.status}); see erase: token: and its scopes"
        )


def reached(store: Store, answer: Answer) -> Answer:
    """The answer to a question that anyone with a working credential gets answered.

    Raises:
        ErasureRefused: the credential is refused.
        Unanswered: any other answer than a good one.
    """
    refused(store, answer)
    if not answer.good:
        raise Unanswered(f"the vendor answered {answer.status} to a plain question; see erase: url: and options:")
    return answer


def is_there(store: Store, answer: Answer) -> bool:
    """Whether an answer to a reading says that the record is there. Only a plain 'not found' says that it is not.

    Raises:
        ErasureRefused: the credential is refused.
        Unanswered: anything else.
    """
    refused(store, answer)
    if answer.gone:
        return False
    if not answer.good:
        raise Unanswered(f"the vendor answered {answer.status} when asked for a record")
    return True
