"""People with light passphrases and flags, for tests of the ledger; time is a number of minutes after a fixed moment."""

from datetime import UTC, datetime, timedelta

from erasure import acts as e
from erasure.ledger import Ledger
from erasure.ledger_sqlite import SqliteMedium
from erasure.signing import Argon2id, Signer, by_passphrase, installation
from stores.warehouse import keyed_digest

KEY = bytes(range(32))
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ROLES = {
    "amy": ("administrator",),
    "rob": ("reviewer",),
    "rita": ("reviewer", "approver"),
    "ann": ("approver",),
    "abe": ("approver",),
}
_signers: dict[str, tuple[Signer, Argon2id]] = {}


def at(minutes=0):
    return START + timedelta(minutes=minutes)


def secret(name):
    """The passphrase of a person; each costs OWASP's least, once a run."""
    if name not in _signers:
        costs = Argon2id(salt=keyed_digest(KEY, name), time=2, memory=19_456, lanes=1)
        _signers[name] = by_passphrase(f"the passphrase of {name}", costs), costs
    return _signers[name]


def signer(name):
    return secret(name)[0]


def added(name, roles):
    key, costs = secret(name)
    return e.said(kind="person_added", person=name, roles=roles, public_key=key.public_key, costs=costs)


def opened(medium, controller="acme", minutes=0):
    """A ledger with every person in it."""
    ledger = Ledger(medium, controller, installation(KEY))
    ledger.append_own(at(minutes), lambda _: [added("amy", ROLES["amy"])])
    rest = [added(name, roles) for name, roles in ROLES.items() if name != "amy"]
    ledger.append(at(minutes), "amy", signer("amy"), lambda _: rest)
    return ledger


def fresh(folder, minutes=0):
    return opened(SqliteMedium(folder / "ledger.sqlite"), minutes=minutes)


def flag(number, facts="one", record=None, **more):
    """The flag of this number: of record ``record``, or one of its own."""
    return e.FlagRef(
        flag=keyed_digest(KEY, f"flag {number}"),
        facts=keyed_digest(KEY, facts),
        clause="twelve-months",
        rule="kept-past-period",
        store="recruitment",
        table="applications",
        record_key=record or f"A{number}",
        remedy="erase",
        **more,
    )


def act(ledger, who, minutes=1, **said):
    """Append one act, as the person named."""
    return ledger.append(at(minutes), who, signer(who), lambda _: [e.said(**said)])


def approve_flags(ledger, *flags, who="rob", minutes=1):
    return act(ledger, who, minutes, kind="decided", verdict="approve", reason="past its period", flags=flags)


def hold(ledger, *flags, who="rob", minutes=1, review_on="2026-09-01"):
    records = [{"store": f.store, "table": f.table, "record_key": f.record_key, "flag": f.flag} for f in flags]
    return act(
        ledger, who, minutes, kind="held", matter="claim 7", owner="counsel", review_on=review_on,
        reason="a claim was made", records=records,
    )  # fmt: skip


def propose(ledger, *flags, who="rob", batch="EB-0001", minutes=1):
    return act(ledger, who, minutes, kind="batched", batch=batch, flags=flags)


def approve(ledger, who, batch="EB-0001", minutes=1):
    of, sha256 = ledger.read().batches[batch].binding
    return act(ledger, who, minutes, kind="approved", batch=batch, of=of, sha256=sha256)
