"""Signatures: of a person by passphrase or by key file, and of the installation.

What belongs here: making signing keys, and checking signatures. Everything is Ed25519 (RFC 8032). A passphrase becomes
the seed of a key by Argon2id (RFC 9106), so that the entry of who has only a passphrase is signed too, and whoever
reads the ledger can check it without any secret. Only public keys, salts and costs are ever stored.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_private_key,
    load_ssh_public_key,
)
from pydantic import Field

from erasure.errors import Refused
from rules.document import Document
from stores.keys import derived

SHORTEST = 12
"""Characters of the shortest passphrase that is taken."""

_CONTEXT = b"abide ledger entry 1\0"


class Argon2id(Document):
    """How a passphrase becomes a key. No cost may be below OWASP's least (Password Storage Cheat Sheet: 19 MiB, 2, 1).

    The defaults are the second recommendation of RFC 9106, section 4.
    """

    salt: str = Field(pattern=r"^[0-9a-f]{32}$")
    time: int = Field(default=3, ge=2, le=100)
    memory: int = Field(default=65_536, ge=19_456, le=4_194_304, description="KiB")
    lanes: int = Field(default=4, ge=1, le=64)


class Signer:
    """Someone who can sign: a person whose secret was given, or the installation."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public_key(self) -> str:
        """The public key, 32 bytes as hexadecimal digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, text: str) -> str:
        """The signature of a text, 64 bytes as hexadecimal digits."""
        return self._key.sign(_CONTEXT + text.encode()).hex()


def new_costs() -> Argon2id:
    """The costs for a new passphrase, with a salt of its own."""
    return Argon2id(salt=secrets.token_hex(16))


def by_passphrase(passphrase: str, costs: Argon2id) -> Signer:
    """The signer that a passphrase stands for.

    Raises:
        Refused: the passphrase is too short to have been taken.
    """
    if len(passphrase) < SHORTEST:
        raise Refused("passphrase", "is too short", f"at least {SHORTEST} characters", "several words are easy to keep")
    seed = hash_secret_raw(
        passphrase.encode(), bytes.fromhex(costs.salt), costs.time, costs.memory, costs.lanes, 32, Type.ID
    )
    return Signer(Ed25519PrivateKey.from_private_bytes(seed))


def by_key_file(path: Path, passphrase: str | None = None) -> Signer:
    """The signer of a private key's file: PEM or OpenSSH (``ssh-keygen -t ed25519``), locked by a passphrase or not.

    Raises:
        Refused: the file cannot be read, is no Ed25519 key, or the passphrase does not open it.
    """
    content = _read(path)
    secret = passphrase.encode() if passphrase else None
    load = load_ssh_private_key if b"OPENSSH PRIVATE KEY" in content else load_pem_private_key
    try:
        key = load(content, secret)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        raise Refused(
            "key",
            f"{path} is no private key, or its passphrase is missing or wrong",
            "an Ed25519 private key, PEM or OpenSSH",
            "ssh-keygen -t ed25519 makes one",
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("key", f"{path} is a key of another kind", "Ed25519", "ssh-keygen -t ed25519 makes one")
    return Signer(key)


def public_key_in(path: Path) -> str:
    """The public key in a file, PEM or OpenSSH (``id_ed25519.pub``), as hexadecimal digits.

    Raises:
        Refused: the file cannot be read, or is no Ed25519 public key.
    """
    content = _read(path)
    load = load_ssh_public_key if content.lstrip().startswith(b"ssh-") else load_pem_public_key
    try:
        key = load(content)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("public-key", f"{path} is no Ed25519 public key", "PEM, or OpenSSH as in id_ed25519.pub")
    return key.public_bytes_raw().hex()


def installation(key: bytes) -> Signer:
    """The installation's signer, derived from the controller's master key (``stores.keys``), so never stored."""
    return Signer(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(derived(key, "ledger"))))


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """Whether the signature of the text is that key's."""
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        known.verify(bytes.fromhex(signature), _CONTEXT + text.encode("utf-8", "surrogatepass"))
    except (InvalidSignature, ValueError):
        return False
    # fromhex takes upper case and spaces too: what is not written as it was is not what was written
    return signature == bytes.fromhex(signature).hex()


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused("key", f"{path} cannot be read ({error.strerror})") from None
    if len(content) > 65_536:
        raise Refused("key", f"{path} is too large to be a key")
    return content
