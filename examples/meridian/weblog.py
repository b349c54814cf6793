"""The access logs of Meridian's websites: clean visits, lines nobody can read, and lines that should not be there.

Here: the log lines and what must be said of each. Not here: every other store (``books``). A log line has no id: its
key is its digest. What is planted stands in the logs of the
members' site, whose length does not hang on the scale: its server was set up by hand, and logs too much for too long.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from examples.meridian.days import Days, at, in_a_log
from examples.truth import Truth
from examples.writers import write_lines

SITE = "access.log"
MEMBERS = "members-access.log"
VISITS = 900
MEMBERS_VISITS = 100
ROTATED_DAYS_AGO = 7
PAGES = (
    "/",
    "/products",
    "/products/stockroom",
    "/products/rostera",
    "/training/dates",
    "/support",
    "/news",
    "/prices?places=25",
    "/search?q=label+printer",
    "/search?q=month+end+report",
    "/assets/site.css",
    "/assets/app.js",
)
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.6422.165",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
)
BROKEN = (
    r"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "203.0.113.9 - - [cut",
    '198.51.100.23 - - [] "GET / HTTP/1.1" 200',
    "logrotate: error: stat of access.log failed",
)
REACH_US = "https://www.meridian-systems.example/unsubscribe?email=r.abernethy%40tidewell.example&mail=r.abernethy@tidewell.example"

Line = tuple[datetime, str, tuple[tuple[str, str], ...]]
"""When, the line, and (clause, 'flag' or 'near') pairs."""


def write_weblog(folder: Path, days: Days, rng: random.Random, scale: int, truth: Truth) -> None:
    """Write the logs of both sites below ``folder`` and say of each planted line what it is."""
    split = at(days.ago(ROTATED_DAYS_AGO), 0)
    for site, lines in (
        (MEMBERS, [*_clean(days, rng, MEMBERS_VISITS), *_planted(days)]),
        (SITE, [*_clean(days, rng, VISITS * scale), *_unreadable(days)]),
    ):
        lines.sort(key=lambda line: line[0])
        for name, part in (
            (f"{site}.1.gz", [line for line in lines if line[0] < split]),
            (site, [line for line in lines if line[0] >= split]),
        ):
            write_lines(folder / name, [text for _, text, _ in part], gz=name.endswith(".gz"))
            for _, text, said in part:
                for clause, what in said:
                    say = truth.flag if what == "flag" else truth.near_miss
                    say(clause, "weblog", "access", f"{sha256(text.encode()).hexdigest()[:32]}:1")


def _line(
    moment: datetime,
    target: str,
    *,
    host: str = "192.0.2.17",
    who: str = "-",
    status: int = 200,
    referer: str = "-",
    agent: str = AGENTS[0],
    offset: str = "+0000",
) -> str:
    size = 512 + len(target) * 31
    return f'{host} - {who} [{in_a_log(moment, offset)}] "GET {target} HTTP/1.1" {status} {size} "{referer}" "{agent}"'


def _host(rng: random.Random) -> str:
    if rng.random() < 0.1:
        return f"2001:db8:{rng.randrange(1, 0xFFFF):x}::{rng.randrange(1, 0xFFFF):x}"
    return f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(1, 255)}"


def _clean(days: Days, rng: random.Random, visits: int) -> Iterator[Line]:
    newest = at(days.ago(1), 23, 20)
    for _ in range(visits):
        back = rng.randrange(ROTATED_DAYS_AGO * 1440) if rng.random() < 0.5 else rng.randrange(85 * 1440)
        moment = newest - timedelta(minutes=back, seconds=rng.randrange(60))
        offset = rng.choice(("+0000", "+0000", "+0100"))
        status = rng.choice((200, 200, 200, 200, 304, 301, 404))
        yield (
            moment,
            _line(moment, rng.choice(PAGES), host=_host(rng), status=status, agent=rng.choice(AGENTS), offset=offset),
            (),
        )


def _planted(days: Days) -> Iterator[Line]:
    late, kept = days.newest_late(days=90), days.oldest_kept(days=90)
    for hour, day in ((9, late), (23, late), (14, days.ago(years=2)), (15, days.ago(years=2)), (8, days.ago(months=5))):
        moment = at(day, hour, 59, 59)
        # The last minute of a day is one where the server is, whatever its clock is behind Greenwich.
        yield moment, _line(moment, "/products", offset="+0100"), (("logs-90-days", "flag"),)
    for hour in (0, 12):
        moment = at(kept, hour)
        yield moment, _line(moment, "/products"), (("logs-90-days", "near"),)
    undeclared: tuple[tuple[date, str, str, str, str], ...] = (
        (days.ago(3), "/members/downloads", "tsuleiman", "-", "flag"),
        (days.ago(30), "/members/downloads", "k.ainsworth@quayhouse.example", "-", "flag"),
        (days.ago(4), "/newsletter/confirm?address=morag.lomas@larkfield.example&ok=1", "-", "-", "flag"),
        (days.ago(41), "/news", "-", REACH_US, "flag"),
        (days.ago(2), "/assets/logo@2x.png", "-", "-", "near"),
        (days.ago(5), "/search?q=export+email+addresses", "-", "-", "near"),
        (days.ago(50), "/news", "-", "https://www.meridian-systems.example/products", "near"),
    )
    for minute, (day, target, who, referer, what) in enumerate(undeclared):
        moment = at(day, 11, minute)
        yield moment, _line(moment, target, who=who, referer=referer), (("visitors-declared", what),)


def _unreadable(days: Days) -> Iterator[Line]:
    for number, text in enumerate(BROKEN):
        yield at(days.ago(2 + 11 * number), 3, number), text, ()
