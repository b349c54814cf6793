"""The certificate of an erasure: what was erased, on whose word, how it was seen to be gone, what remains until when.

What belongs here: making, signing and checking certificates. A certificate holds counts, names of stores and tables,
and hashes; no record key and no value. It is signed with the installation's key and bound to the ledger, whose own
entry holds its hash, so that neither can be exchanged. Fields on media follow NIST SP 800-88 Rev. 1, section 4.8.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from erasure.acts import Acted, Planned
from erasure.canonical import canonical, sha256_text
from erasure.chain import Chain, Fault
from erasure.entry import Entry
from erasure.errors import LedgerError
from erasure.intent import Outcome, Progress
from erasure.leftovers import UNREADABLE
from erasure.order import Order, Touched
from erasure.plan import MANUAL
from erasure.searching import TRACES, WEAK
from erasure.signing import Signer, is_signed
from erasure.standing import Batch, Standing
from erasure.verifying import VERIFIED
from erasure.works import table_of
from stores.controller import Controller
from stores.store import Store

KIND = "abide certificate 1"

BY_PERSON = "person"
METHOD = {BY_PERSON: "none", "hand": "by the store's holder"}
TECHNIQUE = {
    "sql": "rows deleted or fields overwritten in one transaction with an account of their own",
    "files": "files rewritten without the records and put in place of the old ones",
    "mailbox": "mail files rewritten without the messages, or removed",
    "weblog": "log files rewritten without the lines",
    "hand": "done by a person outside Abide",
    BY_PERSON: "nothing was to go: a person restricted, suppressed or corrected, and a later reading shows it",
}

BACKUPS = "backup_days"
"""Option of ``erase:``: days for which backups of the store may still hold what was erased."""


def certificate(
    controller: Controller,
    standing: Standing,
    batch: Batch,
    order: Order,
    progress: Progress,
    own_copies: Mapping[str, int] | None,
    at: str,
) -> dict[str, Any]:
    """What a certificate says, before it is signed.

    Args:
        controller: the controller.
        standing: what the ledger says now.
        batch: the batch.
        order: the approved plan.
        progress: what the log of the erasure says.
        own_copies: what was removed of Abide's own copies; None if they could not be.
        at: the moment, as the ledger writes it.
    """
    tables = [(step.store, *_table(controller, step, progress, at)) for step in order.steps]
    stores = [
        {
            "store": store.name,
            "provider": store.provider or "",
            "medium": store.connector,
            "sanitization": _sanitization(store, order),
            "tables": [table for name, table, _ in tables if name == store.name],
        }
        for store in map(controller.store, order.stores)
    ]
    whole = is_whole(progress) and own_copies is not None and not own_copies.get(UNREADABLE)
    return {
        "kind": KIND,
        "controller": controller.id,
        "name": controller.name,
        "batch": order.batch,
        "replay": order.replay,
        "number": len(progress.certificates) + 1,
        "supersedes": progress.certificates[-1] if progress.certificates else "",
        "status": VERIFIED if whole else "incomplete",
        "plan": order.sha256,
        "content": batch.content,
        "flags": len(batch.flags),
        "clauses": sorted({flag.clause for flag in batch.flags.values()}),
        "decided_by": sorted({standing.decisions[name].by for name in batch.flags if name in standing.decisions}),
        "proposed_by": sorted(batch.proposers),
        "said_done_by": {action: by for action, (by, _) in sorted(batch.words.items())},
        "approved_by": sorted({name for name, given in batch.approvals if given.sha256 == order.sha256}),
        "started_at": progress.started,
        "verified_at": progress.verified_at,
        "issued_at": at,
        "stores": stores,
        "kept": dict(sorted(Counter(one["ground"] for one in order.data["kept"]).items())),
        "verification": {
            "method": "each store was asked for the records by key and exported anew; the export was searched by key "
            "and by every identifier of the people of whom everything was to go, as a column and within texts",
            **progress.found,
        },
        "own_copies": dict(own_copies) if own_copies is not None else {"not_removed": 1},
        "remains": [line for _, _, lines in tables for line in lines] + _to_look_at(progress),
        "tool": f"abide {version('abide')}",
        "ledger": {"number": standing.number, "hash": standing.head},
    }


def is_whole(progress: Progress) -> bool:
    """Whether every record is verified and nothing of its person was found elsewhere."""
    states = set(progress.counts())
    traces = sum(progress.found.get(name, 0) for name in TRACES)
    return states <= {VERIFIED} and bool(progress.verified_at) and not traces


def _to_look_at(progress: Progress) -> list[dict[str, Any]]:
    """What may be of a person who went, or of another: a person looks at it."""
    return [
        {"where": "the stores that were read again", "records": count, "state": "task", "until": "", "why": why}
        for name, why in WEAK.items()
        if (count := progress.found.get(name, 0))
    ]


def _table(
    controller: Controller, step: Touched, progress: Progress, at: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    outcomes = progress.outcomes.get(step.number, {})
    states = Counter(outcomes[key].state if key in outcomes else "not_tried" for key in step.records)
    store, _ = table_of(controller, step)
    place = f"{step.store}.{step.table}"
    told: Counter[tuple[str, str, str]] = Counter(
        (outcome.state, outcome.until, outcome.task or outcome.reason)
        for outcome in outcomes.values()
        if outcome.state != VERIFIED
    )
    remains = [
        {"where": place, "records": count, "state": state, "until": until, "why": why}
        for (state, until, why), count in sorted(told.items())
    ]
    days = (store.erase.options.get(BACKUPS, "") if store.erase else "").strip()
    if days.isdecimal() and states[VERIFIED] and step.action not in MANUAL.values():
        until = _day(at) + timedelta(days=int(days))
        why = "backups of the store may hold it until they are overwritten"
        remains.append(
            {"where": place, "records": states[VERIFIED], "state": "beyond_use", "until": until.isoformat(), "why": why}
        )
    told_of = {
        "table": step.table,
        "action": step.action,
        "asked": len(step.records),
        "states": dict(sorted(states.items())),
        "records_before": progress.before.get(step.number, 0),
        "records_after": progress.after.get(step.number, -1),
        "documents": list(step.documents),
    }
    return told_of, remains


def _day(at: str) -> date:
    return datetime.fromisoformat(at).date()


def _sanitization(store: Store, order: Order) -> dict[str, str]:
    by = store.erase.by if store.erase else ""
    if all(step.action in MANUAL.values() for step in order.steps if step.store == store.name):
        by = BY_PERSON
    return {
        "standard": "NIST SP 800-88 Rev. 1",
        "media_type": {"sql": "database", "files": "files", "mailbox": "mail files", "weblog": "log files"}.get(
            store.connector, store.connector
        ),
        "media_source": store.url.partition(":")[0] if store.connector == "sql" and store.url else (store.export or ""),
        "method": METHOD.get(by, "clear" if by in TECHNIQUE else "by the store's holder"),
        "technique": TECHNIQUE.get(by, f"the vendor's own call ({by})"),
        "verification": "full: every record of the order was looked for",
        "destination": "the medium stays in use",
    }


def signed(data: Mapping[str, Any], own: Signer) -> str:
    """A certificate as its file holds it: canonical JSON of the certificate, its hash, the public key and signature."""
    text = canonical(data)
    sha256 = sha256_text(text)
    whole = {
        "certificate": data,
        "sha256": sha256,
        "public_key": own.public_key,
        "signature": own.sign(f"certificate {sha256}"),
    }
    return canonical(whole) + "\n"


def read_certificate(path: Path) -> dict[str, Any]:
    """The file of a certificate.

    Raises:
        LedgerError: it cannot be read, or is none.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise LedgerError(f"{path}: cannot be read as a certificate") from None
    wanted = {"certificate", "sha256", "public_key", "signature"}
    if not isinstance(found, dict) or found.keys() != wanted or not isinstance(found["certificate"], dict):
        raise LedgerError(f"{path}: is no certificate")
    return found


def faults_of_certificate(found: Mapping[str, Any], chain: Chain | None, entries: Mapping[int, Entry]) -> list[Fault]:
    """What is wrong with a certificate: in itself, and against a ledger if one is given.

    Args:
        found: its file.
        chain: a ledger that was read.
        entries: the ledger's entries, by number.
    """
    data = found["certificate"]
    told: list[str] = []
    try:
        sha256 = sha256_text(canonical(data))
    except (TypeError, RecursionError):
        return [Fault(0, "the certificate has no canonical form")]
    if data.get("kind") != KIND:
        told.append("is of a kind this version does not know")
    if sha256 != found["sha256"]:
        told.append("was edited: its hash is another one")
    if not is_signed(f"certificate {sha256}", str(found["signature"]), str(found["public_key"])):
        told.append("is not signed by the key it names")
    if chain is not None:
        told += _against(found, sha256, chain, entries)
    return [Fault(0, f"the certificate {text}") for text in told]


def _against(found: Mapping[str, Any], sha256: str, chain: Chain, entries: Mapping[int, Entry]) -> list[str]:
    data, told = found["certificate"], []
    if found["public_key"] != chain.standing.installation:
        told.append("is signed by another installation than the ledger's")
    bound = data.get("ledger", {})
    if chain.hashes.get(bound.get("number")) != bound.get("hash"):
        told.append("is bound to an entry that the ledger has not")
    certified = [e.data for e in entries.values() if isinstance(e.data, Acted) and e.data.certificate == sha256]
    if not certified:
        told.append("is not in the ledger")
    elif (certified[0].batch, certified[0].sha256) != (data.get("batch"), data.get("plan")):
        told.append("is of another batch or plan than the ledger says")
    plans = {e.data.plan for e in entries.values() if isinstance(e.data, Planned) and e.data.batch == data.get("batch")}
    if data.get("plan") not in plans:
        told.append("is of a plan that the ledger has not")
    return told


def outcome_counts(progress: Progress) -> dict[str, int]:
    """How many records are in which state, as the ledger's entries take counts."""
    return {name.replace("-", "_"): count for name, count in progress.counts().items()}


def open_outcomes(progress: Progress) -> list[tuple[int, str, Outcome]]:
    """Records that are not verified, with what became of them."""
    return [
        (step, key, outcome)
        for step, known in sorted(progress.outcomes.items())
        for key, outcome in sorted(known.items())
        if outcome.state != VERIFIED
    ]
