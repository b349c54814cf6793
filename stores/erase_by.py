"""How a store's binding says that, and with what, an approved erasure is carried out in it.

What belongs here: the block ``erase:`` of ``stores/*.yaml``. It has no default: without it nothing is erased.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from rules.document import Document

Secret = Annotated[str, StringConstraints(pattern=r"^\$\{[A-Z][A-Z0-9_]*\}$")]


class EraseBy(Document):
    """Who erases in this store, where, and with which credential. It is never the export's credential."""

    by: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="The eraser: sql, files, mailbox, weblog, a vendor such as hubspot, or hand: a person does it."
    )
    url: str | None = Field(
        default=None, description="Address of the database or of the vendor's API; secrets as ${NAME}."
    )
    token: Secret | None = Field(default=None, description="The erasure credential, as ${NAME}.")
    options: dict[str, str] = Field(default_factory=dict, description="What else the eraser asks for, e.g. a site id.")
