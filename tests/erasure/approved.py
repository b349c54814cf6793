"""A controller whose night flagged records, with a batch of them planned and approved by two people."""

from datetime import UTC, datetime

from assets.hand import Hand
from assets.night import conclude, judge_rule, land_store, link_subjects, record_store
from erasure import acts as e
from erasure.ledger import ledger_of
from erasure.plan import make_plan
from erasure.plan_form import keep_plan
from erasure.plan_links import keys_of
from erasure.tonight import flags_tonight
from pipelines.commands.acting import Desk
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot, publish_snapshot
from tests.erasure.world import ROLES, added, signer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_FILES = "erase: {by: files}\n"
ERASURE = "    erasure: {kind: immediate, method: rewritten, source: test}\n"
LIMITS = "erasure: {rows: 1000, share: 1.0}\n"


def allowed(place, limits=LIMITS):
    """Let the tiny controller's one store be erased in."""
    store = place / "stores" / "recruitment.yaml"
    text = store.read_text()
    store.write_text(text.replace("tables:\n", BY_FILES + "tables:\n") + ERASURE)
    settings = place / "abide.yaml"
    settings.write_text(settings.read_text() + limits)
    return place


def night_of_all(place, as_of):
    """A whole night of any controller without texts to find, landed anew and published."""
    controller, key = load_controller(place), read_key(place)
    with open_warehouse(place, key) as con:
        for store in controller.stores:
            land_store(con, controller, store, as_of)
            record_store(con, controller, store, as_of)
        link_subjects(con, controller, as_of)
        for rule in controller.used_rules:
            judge_rule(con, controller, rule, as_of)
        results = conclude(con, controller, as_of)
        publish_snapshot(con, place, as_of, key)
    return {result.clause: result for result in results}


def people(place, at=NOON):
    ledger = ledger_of(load_controller(place), read_key(place))
    ledger.append_own(at, lambda _: [added("amy", ROLES["amy"])])
    ledger.append(at, "amy", signer("amy"), lambda _: [added(n, r) for n, r in ROLES.items() if n != "amy"])
    return ledger


def say(ledger, who, *data, at=NOON):
    return ledger.append(at, who, signer(who), lambda _: [e.said(**one) for one in data])


def planned(place, wanted, batch="EB-0001"):
    """Approve flags by record key, put them into a batch, and make its plan; the ledger."""
    desk = Desk(place)
    ledger = desk.ledger if desk.ledger.read().people else people(place)
    with open_snapshot(place, read_key(place)) as con:
        flags = tuple(f for f in flags_tonight(con).values() if wanted(f))
        say(ledger, "rob", {"kind": "decided", "verdict": "approve", "reason": "past its period", "flags": flags})
        say(ledger, "rob", {"kind": "batched", "batch": batch, "flags": flags})
        keys, unasked = keys_of(desk.controller)
        plan = make_plan(con, desk.controller, ledger.read().batches[batch], keys, unasked)
    assert plan.obstacles == (), plan.obstacles
    keep_plan(place, plan)
    made = e.said(kind="planned", batch=batch, content=plan.content, plan=plan.sha256)
    ledger.append_own(NOON, lambda _: [made])
    return ledger


def approved(place, wanted, batch="EB-0001"):
    ledger = planned(place, wanted, batch)
    for who in ("ann", "abe"):
        of, sha256 = ledger.read().batches[batch].binding
        say(ledger, who, {"kind": "approved", "batch": batch, "of": of, "sha256": sha256})
    return ledger


def hand(place, batch="EB-0001", clock=None, **more):
    return Hand(load_controller(place), batch, clock or (lambda: NOON), **more)
