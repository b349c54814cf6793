"""The controller's master key: made once, kept beside the warehouse or in the environment, never stored elsewhere.

What belongs here: making, finding and deriving keys. What they lock belongs to ``stores.warehouse``.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from stores.errors import WarehouseError

STATE = ".abide"
"""The folder, inside a controller's folder, that holds Abide's own state."""

_FORM = re.compile(r"[0-9a-fA-F]{64}")


def make_key(folder: Path) -> bool:
    """Make ``FOLDER/.abide`` (0700) and ``FOLDER/.abide/key`` (0600, 32 random bytes as hex).

    Returns:
        False if a key stands already; it is left as it is.
    """
    state = folder / STATE
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    state.chmod(0o700)
    try:
        handle = os.open(state / "key", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def read_key(folder: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """The master key, 32 bytes: from ``ABIDE_KEY_<FOLDER NAME>``, else ``ABIDE_KEY``, else ``FOLDER/.abide/key``.

    Raises:
        WarehouseError: there is none, it is not 64 hexadecimal digits, or others than its owner may read the file.
    """
    own = "ABIDE_KEY_" + re.sub(r"[^A-Z0-9]", "_", folder.resolve().name.upper())
    for name in (own, "ABIDE_KEY"):
        if environment.get(name):
            return _decoded(environment[name], f"the environment variable {name}")
    path = folder / STATE / "key"
    try:
        mode = path.stat().st_mode
        if mode & 0o077:
            raise WarehouseError(f"{path}: others can read the key (mode {mode & 0o777:04o}); run chmod 600 {path}")
        return _decoded(path.read_text(encoding="ascii", errors="replace"), str(path))
    except FileNotFoundError:
        raise WarehouseError(f"{path}: there is no key; run abide init {folder}, or set {own}") from None
    except OSError as error:
        raise WarehouseError(f"{path}: the key cannot be read ({error.strerror})") from None


def _decoded(text: str, where: str) -> bytes:
    text = text.strip()
    if not _FORM.fullmatch(text):
        raise WarehouseError(f"{where}: the key must be 64 hexadecimal digits (32 bytes)")
    return bytes.fromhex(text)


def derived(key: bytes, purpose: str) -> str:
    """The key for one purpose as 64 hexadecimal digits: HMAC-SHA256 (RFC 2104) of the purpose under the master key."""
    return hmac.new(key, b"abide/" + purpose.encode(), hashlib.sha256).hexdigest()
