"""A vendor's web interface, as erasing needs it: one call at a time, with a deadline, few retries, and no value told.

What belongs here: reaching a vendor over HTTP. Which calls erase what is each eraser's own. Nothing is sent in the
clear except to this machine itself, redirects are not followed, and no address, body or header of a call is ever
logged or told: they may hold a person's data or the credential.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from json import loads
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

import httpx

from rules.document import with_secrets
from stores.errors import ErasureRefused, SourceError
from stores.store import Store

TRIES = 4
"""How often one call is made at most, the first included."""

PATIENCE = 60.0
"""Seconds a vendor may ask to wait (Retry-After) before the call counts as not answered."""

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
DEADLINE = 120.0
"""Seconds one answer may take as a whole, however steadily it drips."""

LARGEST = 32 * 1024 * 1024
"""Bytes of one answer that are read at most."""

_LOCAL = {"127.0.0.1", "::1", "localhost"}
_TRY_AGAIN = {429, 500, 502, 503, 504}


class Unanswered(SourceError):  # noqa: N818 - it says what happened
    """The vendor gave no answer that says what happened. Whether a call was carried out is then not known."""


@dataclass(frozen=True)
class Answer:
    """What a vendor said: the status, and what came with it."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def good(self) -> bool:
        """Whether the vendor says that it did what was asked."""
        return 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the vendor says that there is no such thing."""
        return self.status in {404, 410}

    def data(self) -> Any:
        """The body as JSON.

        Raises:
            Unanswered: it is none.
        """
        try:
            return loads(self.body)
        except (ValueError, RecursionError):
            raise Unanswered(f"the answer (status {self.status}) is not JSON") from None


class VendorApi:
    """One session with a vendor.

    Args:
        store: the store; its ``erase.url`` goes before ``default``, the vendor's published address.
        headers: made of the credential, the value of ``erase.token``.

    Raises:
        ErasureRefused: there is no credential, or it would travel in the clear.
    """

    def __init__(
        self,
        store: Store,
        default: str | None,
        headers: Callable[[str], Mapping[str, str]],
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        credential = credential_of(store)
        url = (store.erase.url if store.erase else None) or default
        if not url:
            raise ErasureRefused(f"{store.name}: say erase: url:, the address of the vendor's API")
        try:
            parts = urlsplit(with_secrets(url))
        except KeyError as error:
            raise ErasureRefused(f"{store.name}: the environment variable {error.args[0]} is not set") from None
        except ValueError:
            raise ErasureRefused(f"{store.name}: erase: url: is no address, and must begin with https://") from None
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise ErasureRefused(f"{store.name}: erase: url: must begin with https://")
        for noisy in ("httpx", "httpcore"):  # they would tell addresses, and addresses hold keys
            logging.getLogger(noisy).setLevel(logging.WARNING)
        self.store, self._sleep = store, sleep or (time.sleep)
        self._client = httpx.Client(
            base_url=parts.geturl().rstrip("/") + "/",
            headers=dict(headers(credential)),
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            verify=_trusted(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make one call. Calls are made again after 429, 5xx and a lost connection, so each must bear repeating.

        ``path`` is below the API's address, every part of it already encoded (``part``).

        Raises:
            Unanswered: no answer, or one that says to come back much later.
        """
        told = "the vendor did not answer"
        for attempt in range(TRIES):
            wait = 0.5 * 2**attempt
            try:
                answer = self._once(method, path, params, json, headers)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                told = f"the vendor did not answer ({type(error).__name__})"
            else:
                if answer.status not in _TRY_AGAIN:
                    return answer
                told = f"the vendor answered {answer.status}"
                asked = _retry_after(answer.headers.get("retry-after"))
                if asked is not None and asked > PATIENCE:
                    raise Unanswered(f"{told} and asks to come back in {asked:.0f} seconds")
                wait = wait if asked is None else asked
            if attempt + 1 < TRIES:
                self._sleep(wait)
        raise Unanswered(f"{told}, {TRIES} times")

    def _once(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        json: Any,
        headers: Mapping[str, str] | None,
    ) -> Answer:
        body, began = bytearray(), time.monotonic()
        with self._client.stream(method, path.lstrip("/"), params=params, json=json, headers=headers) as answer:
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST or time.monotonic() - began > DEADLINE:
                    raise Unanswered("the vendor's answer is too large or too slow")
            return Answer(answer.status_code, bytes(body), answer.headers)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that certificates must come from; to read them takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)


def credential_of(store: Store) -> str:
    """The erasure credential of a store.

    Raises:
        ErasureRefused: none is named, or its variable is not set.
    """
    if store.erase is None or store.erase.token is None:
        raise ErasureRefused(f"{store.name}: say erase: token: as ${{NAME}}, a credential of its own for erasing")
    try:
        found = with_secrets(store.erase.token)
    except KeyError as error:
        raise ErasureRefused(f"{store.name}: the environment variable {error.args[0]} is not set") from None
    if not found or not found.isascii() or not found.isprintable():  # or an error of a library would quote it
        raise ErasureRefused(f"{store.name}: what erase: token: names is no credential: empty, or of odd characters")
    return found


def option(store: Store, name: str, why: str, allowed: tuple[str, ...] = ()) -> str:
    """What the binding says under ``erase: options:``.

    Raises:
        ErasureRefused: it says nothing there, or nothing that is allowed.
    """
    found = store.erase.options.get(name, "") if store.erase else ""
    if not found or (allowed and found not in allowed):
        choice = f" ({' or '.join(allowed)})" if allowed else ""
        raise ErasureRefused(f"{store.name}: say erase: options: {name}:{choice}, {why}")
    return found


def part(text: str) -> str:
    """One part of a path, such as a key. It can neither leave its place nor add a query."""
    encoded = quote(text, safe="")
    return encoded.replace(".", "%2E") if not encoded.strip(".") else encoded


def _retry_after(text: str | None) -> float | None:
    """Seconds, from either form of the header (RFC 9110, 10.2.3); None if it says nothing."""
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
