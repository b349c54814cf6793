"""Whether an act is allowed, given what stands. The same rules admit an entry and, later, verify it.

What belongs here: who may do what, and when. They are asked before an entry is written, inside the transaction that
writes it, and asked again of every entry whenever the ledger is read: a person's own key does not let them write what
the rules forbid.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from erasure import acts as e
from erasure.entry import Entry
from erasure.errors import Refused
from erasure.standing import Batch, Person, Standing
from rules.errors import nearest

SKEW = timedelta(minutes=5)
"""How far a clock may be behind that of the entry before."""

_BY_INSTALLATION = (e.Opened, e.Planned, e.Acted)


def admit(standing: Standing, entry: Entry) -> None:
    """Let the entry pass, or say why not.

    Raises:
        Refused: with the field at fault, what is allowed, and what to do.
    """
    if standing.at is not None and entry.moment < standing.at - SKEW:
        raise Refused("at", "the clock is behind that of the last entry", hint="set this machine's clock")
    if (standing.number == 0) != isinstance(entry.data, e.Opened):
        raise Refused("kind", "a ledger begins with the entry that opens it, and has one such entry")
    first = isinstance(entry.data, e.PersonAdded) and not standing.people
    if isinstance(entry.data, _BY_INSTALLATION) or first:
        if entry.by != e.INSTALLATION:
            raise Refused("by", "only the installation itself may record this", e.INSTALLATION)
    else:
        actor(standing, entry.by)
    match entry.data:
        case e.PersonAdded() | e.PersonRoles() | e.PersonKey() | e.PersonRetired() as d:
            _person(standing, entry.by, d)
        case e.Decided() as d:
            _decided(standing, entry, d)
        case e.Held() | e.Released() as d:
            _hold(standing, entry, d)
        case e.Limited() | e.Lifted() | e.Corrected() as d:
            _right(standing, entry, d)
        case e.Batched() | e.Dropped() | e.Withdrawn() | e.Done() as d:
            _batch_changed(standing, entry.by, d)
        case e.Approved() as d:
            _approved(standing, entry.by, d)
        case e.Planned() | e.Acted() as d:
            _own(standing, d)


def actor(standing: Standing, name: str) -> Person:
    """The person who acts.

    Raises:
        Refused: there is no such person, or they are retired.
    """
    person = standing.people.get(name)
    if person is None:
        known = [p.id for p in standing.people.values() if not p.retired]
        hint = nearest(name, known) if known else "abide person add makes the first, an administrator"
        raise Refused("by", "there is no such person in the ledger", hint=hint.rstrip("?"))
    if person.retired:
        raise Refused("by", f"{name} is retired and acts no more")
    return person


def open_batch(standing: Standing, name: str) -> Batch:
    """The batch of this id, not withdrawn.

    Raises:
        Refused: there is none, or it is withdrawn.
    """
    batch = standing.batches.get(name)
    if batch is None:
        raise Refused("batch", f"there is no batch {name}", hint="abide batch list tells them")
    if batch.withdrawn:
        raise Refused("batch", f"{name} is withdrawn", hint="abide batch new proposes another")
    return batch


def may_batch(standing: Standing, flag: e.FlagRef, batch: str) -> None:
    """Let a flag into a batch, or say why not.

    Raises:
        Refused: it does not stand approved with these facts, is on hold, or is in another batch.
    """
    shown = flag.flag[:12]
    if (hold := standing.holding(flag.record)) is not None:
        raise Refused("flags", f"{shown} is on hold {hold.number}", hint="a hold is released first")
    if not standing.stands_approved(flag):
        raise Refused("flags", f"{shown} is not approved as it stands now", hint="abide decide FLAG --approve first")
    other = standing.batch_of(flag.flag)
    if other is not None and other.id != batch:
        raise Refused("flags", f"{shown} is in {other.id} already")
    if other is not None and other.flags[flag.flag].facts == flag.facts:
        raise Refused("flags", f"{shown} is in this batch already")


def may_decide(standing: Standing, flag: e.FlagRef, verdict: str) -> None:
    """Let a decision on a flag pass, or say why not.

    Raises:
        Refused: its record is on hold, or the same is decided already.
    """
    shown = flag.flag[:12]
    hold = standing.holding(flag.record)
    if hold is not None and verdict == "approve":
        raise Refused("flags", f"{shown} is on hold {hold.number}", hint="a hold is released first")
    if verdict == "approve" and standing.stands_approved(flag):
        raise Refused("flags", f"{shown} is approved already, with the facts it has now")


def _needs(standing: Standing, name: str, role: e.PersonRole) -> None:
    person = actor(standing, name)
    if not person.may(role):
        held = ", ".join(sorted(person.roles))
        raise Refused(
            "by", f"{name} is {held}", f"who holds the role {role}", f"abide person role {name} --role {role}"
        )


def _future(field: str, text: str, today: date) -> None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(field, "is not a day", "a day of the calendar, YYYY-MM-DD") from None
    if day <= today:
        raise Refused(field, f"{text} is not in the future", f"a day after {today}")
    if day.year > today.year + 10:
        raise Refused(field, f"{text} is more than ten years away", "a day within ten years")


def _once(field: str, names: Iterable[object]) -> None:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            raise Refused(field, "the same one is named twice")
        seen.add(name)


def _person(standing: Standing, by: str, d: e.PersonAdded | e.PersonRoles | e.PersonKey | e.PersonRetired) -> None:
    own_key = isinstance(d, e.PersonKey) and by == d.person
    if standing.people and not own_key:
        _needs(standing, by, e.PersonRole.ADMINISTRATOR)
    if isinstance(d, (e.PersonAdded, e.PersonKey)):
        owner = next((p.id for p in standing.people.values() if d.public_key in p.keys), None)
        if owner is not None or d.public_key == standing.installation:
            told = f"that of {owner} already" if owner else "the installation's own"
            raise Refused("public-key", f"the key is {told}", "a key of the person's own, used under one name")
    if isinstance(d, e.PersonAdded):
        _once("roles", d.roles)
        if d.person in standing.people or d.person == e.INSTALLATION:
            raise Refused("person", f"the name {d.person} is taken, or was", "a name that was never used here")
        if not standing.people and e.PersonRole.ADMINISTRATOR not in d.roles:
            raise Refused("roles", "the first person administers", "administrator among the roles")
        return
    person = standing.people.get(d.person)
    if person is None or person.retired:
        known = [p.id for p in standing.people.values() if not p.retired]
        told = f"{d.person} is retired" if person else f"there is no {d.person}"
        raise Refused("person", told, hint=nearest(d.person, known).rstrip("?"))
    stays = isinstance(d, e.PersonKey) or (isinstance(d, e.PersonRoles) and e.PersonRole.ADMINISTRATOR in d.roles)
    if isinstance(d, e.PersonRoles):
        _once("roles", d.roles)
    if not stays and not standing.administrators(without=d.person):
        raise Refused("person", f"{d.person} is the last administrator", hint="make another one first")


def _decided(standing: Standing, entry: Entry, d: e.Decided) -> None:
    _needs(standing, entry.by, e.PersonRole.REVIEWER)
    _once("flags", [flag.flag for flag in d.flags])
    if d.verdict == "dismiss":
        if d.scope is None:
            raise Refused("scope", "a dismissal says how far it reaches", e.ALLOWED["scope"])
        if d.until is None:
            raise Refused("until", "a dismissal ends on a day", e.ALLOWED["until"])
        _future("until", d.until, entry.day)
    elif d.scope is not None or d.until is not None:
        raise Refused("until" if d.until else "scope", "belongs to a dismissal, not to an approval")
    for flag in d.flags:
        may_decide(standing, flag, d.verdict)


def _hold(standing: Standing, entry: Entry, d: e.Held | e.Released) -> None:
    _needs(standing, entry.by, e.PersonRole.REVIEWER)
    if isinstance(d, e.Held):
        _future("review_on", d.review_on, entry.day)
        _once("flags", [one.record for one in d.records])
        return
    hold = standing.holds.get(d.hold)
    if hold is None or hold.released is not None:
        raise Refused("hold", f"there is no hold {d.hold} that runs", hint="abide hold list tells them")


def _right(standing: Standing, entry: Entry, d: e.Limited | e.Lifted | e.Corrected) -> None:
    _needs(standing, entry.by, e.PersonRole.REVIEWER)
    if isinstance(d, e.Corrected):
        if d.old == d.new:
            raise Refused("new", "is the old value")
        return
    if isinstance(d, e.Lifted):
        limit = standing.limits.get(d.limit)
        if limit is None or limit.lifted is not None:
            raise Refused("limit", f"there is no restriction or objection {d.limit} that runs")
        return
    _once("digests", d.digests)
    try:
        since = date.fromisoformat(d.since)
    except ValueError:
        raise Refused("since", "is not a day", e.ALLOWED["since"]) from None
    if since > entry.day + timedelta(days=1):  # where the controller is, it may be tomorrow already
        raise Refused("since", f"{since} is in the future", "the day on which the person asked")
    if since.year < 1970:
        raise Refused("since", f"{since} is before any such right", "the day on which the person asked")


def _own(standing: Standing, d: e.Planned | e.Acted) -> None:
    """What the installation records: a plan of what the batch is, and acts on a plan that two people approved."""
    batch = open_batch(standing, d.batch)
    if isinstance(d, e.Planned):
        if batch.content != d.content:
            raise Refused("content", f"{d.batch} holds other flags now", hint="make the plan again")
        return
    started = any(act.sha256 == d.sha256 and act.what == "started" for _, act in batch.acts)
    if d.what != "started" and not started:
        raise Refused("batch", f"this plan of {d.batch} was never started")
    if (d.what == "certified") != (d.certificate is not None):
        raise Refused("certificate", "belongs to the act of certifying, and to no other")
    if d.what == "started" and not (standing.is_authorised(batch) and batch.binding == ("plan", d.sha256)):
        raise Refused("batch", f"two people have not approved this plan of {d.batch}")


def _done(standing: Standing, d: e.Done) -> None:
    batch = open_batch(standing, d.batch)
    if not any(act.sha256 == d.sha256 and act.what == "started" for _, act in batch.acts):
        raise Refused("batch", f"this plan of {d.batch} was never started", hint="abide erase starts it")


def _batch_changed(standing: Standing, by: str, d: e.Batched | e.Dropped | e.Withdrawn | e.Done) -> None:
    _needs(standing, by, e.PersonRole.REVIEWER)
    if isinstance(d, e.Done):
        _done(standing, d)
        return
    if isinstance(d, e.Batched) and d.batch not in standing.batches:
        if d.batch != standing.next_batch():
            raise Refused("batch", f"{d.batch} is not the next number", standing.next_batch())
    else:
        batch = open_batch(standing, d.batch)
        if any(act.what == "started" for _, act in batch.acts):
            raise Refused("batch", f"{d.batch} was started", hint="abide batch new proposes another")
    if isinstance(d, e.Batched):
        _once("flags", [flag.flag for flag in d.flags])
        for flag in d.flags:
            may_batch(standing, flag, d.batch)
    elif isinstance(d, e.Dropped):
        _once("flags", d.flags)
        batch = open_batch(standing, d.batch)
        if missing := [name for name in d.flags if name not in batch.flags]:
            raise Refused("flags", f"{missing[0][:12]} is not in {d.batch}", hint=f"abide batch show {d.batch}")


def _approved(standing: Standing, by: str, d: e.Approved) -> None:
    _needs(standing, by, e.PersonRole.APPROVER)
    batch = open_batch(standing, d.batch)
    if not batch.flags:
        raise Refused("batch", f"{d.batch} is empty")
    of, sha256 = batch.binding
    if (d.of, d.sha256) != (of, sha256):
        raise Refused(
            "hash", f"that is not what {d.batch} is now", f"{sha256}, of the {of}", f"abide batch show {d.batch}"
        )
    if standing.is_concerned(batch, by):
        told = f"{by} proposed {d.batch} or decided on a flag in it"
        raise Refused("by", told, "someone who did neither", "nobody approves what they proposed or decided")
    person = standing.people[by]
    if any(person.is_same(standing.people[name]) for name in standing.approvers(batch)):
        raise Refused("by", f"{by} approved this already", "another person")
    for flag in batch.flags.values():
        if not standing.stands_approved(flag):
            held = standing.holding(flag.record)
            why = f"on hold {held.number}" if held else "not approved as it stands now"
            raise Refused("batch", f"{flag.flag[:12]} in it is {why}", hint=f"abide batch drop {d.batch} FLAG")
