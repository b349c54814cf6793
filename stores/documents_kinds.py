"""What is said of an opened document: its kind, its text, and the fixed sentences for why text is missing.

What belongs here: vocabulary and the size of what is gathered. It is imported by the process that opens documents and
must stay light.
"""

from __future__ import annotations

from dataclasses import dataclass

OUTSIDE = "leads outside the exports"
MISSING = "no such file"
ENCRYPTED = "encrypted"
DAMAGED = "damaged"
TOO_LARGE = "too large"
TOO_LONG = "took too long"
UNKNOWN = "not a kind of document that is opened"
PICTURES = "only pictures, no text"
SOME_PICTURES = "some pages are only pictures"
CHARACTERS = "its characters are not certain"
FURTHER = "holds further files, not opened"
REASONS = (
    OUTSIDE,
    MISSING,
    ENCRYPTED,
    DAMAGED,
    TOO_LARGE,
    TOO_LONG,
    UNKNOWN,
    PICTURES,
    SOME_PICTURES,
    CHARACTERS,
    FURTHER,
)
"""Every reason why a document, or a part of it, is unread. Several are joined with ``; `` in this order."""

LARGEST = 64 << 20
"""Bytes of a document that is opened."""
LONGEST = 4_000_000
"""Characters of a document's text that are kept; it is then also said to be too large."""


@dataclass(frozen=True)
class Opened:
    """One document, opened.

    Attributes:
        text: its text; None if there is none to be had.
        unread: why text is missing, wholly or in part; None if nothing is known to be missing.
        kind: pdf, docx, xlsx, odt, rtf, html, mail, text or other.
    """

    text: str | None
    unread: str | None
    kind: str


class Unreadable(Exception):  # noqa: N818 - it is what is said of the document
    """Why a document has no text; one of the fixed sentences."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Enough(Exception):  # noqa: N818 - no error: the text kept is full
    """As much text has been gathered as is kept."""


class Gathered:
    """The text of one document as it is found, and what is to be said of it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._reasons: set[str] = set()

    def add(self, text: str) -> None:
        """Keep ``text``.

        Raises:
            Enough: no more is kept; the rest need not be read.
        """
        room = LONGEST - self._length
        self._parts.append(text[:room])
        self._length += len(text)
        if len(text) > room:
            self.say(TOO_LARGE)
            raise Enough

    def say(self, reason: str) -> None:
        """Note that something is unread."""
        self._reasons.add(reason)

    @property
    def empty(self) -> bool:
        """Whether no text has been found, blanks aside."""
        return not any(part.strip() for part in self._parts)

    def opened(self, kind: str) -> Opened:
        """What has been gathered: characters that no database holds are replaced, ends trimmed."""
        text = "".join(self._parts).encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
        text, unread = text.strip(), joined(self._reasons)
        return Opened(None if unread and not text else text, unread, kind)


def joined(reasons: set[str]) -> str | None:
    """Several reasons as one text, in a fixed order; None if there is none."""
    return "; ".join(reason for reason in REASONS if reason in reasons) or None
