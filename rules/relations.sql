-- The macros that rules speak. Dates only: a moment is cut to its date where a map makes a clock of it.
-- Arithmetic is `date + n * INTERVAL 1 MONTH`, which DuckDB, PostgreSQL and Spark count alike.

-- The last day of a period that began on `clock`: 31 January + 1 month is 28 or 29 February.
CREATE OR REPLACE TEMP MACRO due(clock, period) AS CAST(CAST(clock AS DATE) + period AS DATE);

-- Whether a record is kept past its period. The last promised day itself is still kept.
CREATE OR REPLACE TEMP MACRO kept_past(clock, period, as_of) AS
    CAST(CAST(clock AS DATE) + period AS DATE) < CAST(as_of AS DATE);

-- Whether a clock cannot be judged by: it never started, or says that it starts in the future.
CREATE OR REPLACE TEMP MACRO undated(clock, as_of) AS clock IS NULL OR CAST(clock AS DATE) > CAST(as_of AS DATE);

-- What starts a period that has two starts: the later one counts, unless the notice says the earlier; one alone counts.
CREATE OR REPLACE TEMP MACRO started(clock, other, whichever) AS
    CASE WHEN whichever = 'earlier' THEN least(CAST(clock AS DATE), CAST(other AS DATE))
    ELSE greatest(CAST(clock AS DATE), CAST(other AS DATE)) END;

-- Whether something happened no longer ago than the period. What is dated in the future is a mistake.
CREATE OR REPLACE TEMP MACRO since(clock, period, as_of) AS coalesce(
    CAST(clock AS DATE) <= CAST(as_of AS DATE) AND NOT kept_past(clock, period, as_of), false);

-- Whether a permission was given and stands: not taken back on its day or later.
CREATE OR REPLACE TEMP MACRO stands(given, withdrawn, as_of) AS coalesce(
    CAST(given AS DATE) <= CAST(as_of AS DATE) AND (withdrawn IS NULL OR CAST(withdrawn AS DATE) < CAST(given AS DATE)),
    false);

-- Whether an objection counts, where the clause says "unless", and was made.
CREATE OR REPLACE TEMP MACRO objected(unless, opted_out, as_of) AS coalesce(
    unless = 'objection' AND CAST(opted_out AS DATE) <= CAST(as_of AS DATE), false);

-- Whether something lasts on this day: an agreement, a minimum, a hold. No end stated is no answer.
CREATE OR REPLACE TEMP MACRO lasts(until, as_of) AS coalesce(CAST(until AS DATE) >= CAST(as_of AS DATE), false);

-- The day of an answer, or this one while there is none: a date in the future has not happened yet.
CREATE OR REPLACE TEMP MACRO by_now(answered, as_of) AS
    least(coalesce(CAST(answered AS DATE), CAST(as_of AS DATE)), CAST(as_of AS DATE));

-- What follows looks days up in the table abide_calendar, which rules/calendar.py fills when a rule needs it. A day
-- outside it is not moved.
CREATE TEMP TABLE IF NOT EXISTS abide_calendar (
    day DATE, working BOOLEAN, working_no INTEGER, next_working DATE, begins_at TIMESTAMP
);

-- The last day of so many working days after `clock`, whose own day does not count.
CREATE OR REPLACE TEMP MACRO due_working(clock, n) AS coalesce(
    (SELECT min(t.day) FROM abide_calendar AS c JOIN abide_calendar AS t ON t.working AND t.working_no = c.working_no + n
     WHERE c.day = CAST(clock AS DATE)),
    CAST(clock AS DATE));

CREATE OR REPLACE TEMP MACRO kept_past_working(clock, n, as_of) AS due_working(clock, n) < CAST(as_of AS DATE);

-- When the time to answer began, UK GDPR Art. 12A(2): on receipt, or when what was needed to know who is asking came, if
-- it was asked for by the `first` last day.
CREATE OR REPLACE TEMP MACRO relevant_time(received, asked, confirmed, first) AS
    greatest(received, CASE WHEN asked IS NULL OR asked <= first THEN confirmed END);

-- How many days do not count, UK GDPR Art. 12A(5): from the day of asking to the day of the answer, both among them;
-- none while the answer is awaited, and none before the time itself began.
CREATE OR REPLACE TEMP MACRO paused_days(start, asked, answered) AS
    CASE WHEN asked IS NULL OR answered IS NULL THEN 0
    ELSE greatest(0, CAST(CAST(answered AS DATE) - CAST(greatest(asked, start) AS DATE) AS INTEGER) + 1) END;

-- A day on which a time to answer runs out: moved on to a working day (Regulation 1182/71 Art. 3(4)), unless the notice
-- promises the day itself.
CREATE OR REPLACE TEMP MACRO moved(d, ends) AS coalesce(
    (SELECT max(c.next_working) FROM abide_calendar AS c
     WHERE NOT c.working AND ends IS NULL AND c.day = CAST(d AS DATE)),
    CAST(d AS DATE));

-- The last day after an extension, not yet moved, UK GDPR Art. 12A(3) and (4): no later than `last`, and only if the
-- person was told of it in time.
CREATE OR REPLACE TEMP MACRO extended(first, last, told, until, ends) AS
    CASE WHEN (told IS NULL AND until IS NULL) OR coalesce(told > moved(first, ends), false) THEN first
    ELSE greatest(first, least(coalesce(until, last), last)) END;

-- The last day to answer a data subject: from `start` to the corresponding day (Art. 12A(1) as the ICO counts it), then
-- the days that do not count, an extension up to the period `longest`, and on to a working day.
CREATE OR REPLACE TEMP MACRO answer_by(start, period, longest, paused, told, until, ends) AS moved(extended(
    CAST(CAST(CAST(start AS DATE) + period AS DATE) + paused * INTERVAL 1 DAY AS DATE),
    CAST(CAST(CAST(start AS DATE) + longest AS DATE) + paused * INTERVAL 1 DAY AS DATE), told, until, ends), ends);

CREATE OR REPLACE TEMP MACRO answer_by_working(start, n, longest, paused, told, until, ends) AS moved(extended(
    CAST(due_working(start, n) + paused * INTERVAL 1 DAY AS DATE),
    CAST(CAST(CAST(start AS DATE) + longest AS DATE) + paused * INTERVAL 1 DAY AS DATE), told, until, ends), ends);

-- The moment in UTC at which a day begins where the controller is; two nights a year it is an hour nearer or further.
CREATE OR REPLACE TEMP MACRO begins(d) AS coalesce(
    (SELECT max(c.begins_at) FROM abide_calendar AS c WHERE c.day = CAST(d AS DATE)), CAST(CAST(d AS DATE) AS TIMESTAMP));

-- The day that a moment in UTC belongs to where the controller is.
CREATE OR REPLACE TEMP MACRO local_day(moment) AS
    CASE WHEN moment >= begins(CAST(moment AS DATE) + INTERVAL 1 DAY) THEN CAST(CAST(moment AS DATE) + INTERVAL 1 DAY AS DATE)
    WHEN moment < begins(moment) THEN CAST(CAST(moment AS DATE) - INTERVAL 1 DAY AS DATE)
    ELSE CAST(moment AS DATE) END;

-- The moment of an answer in UTC, or where there is none the one at which this day began.
CREATE OR REPLACE TEMP MACRO by_then(answered, as_of) AS
    CASE WHEN local_day(answered) <= CAST(as_of AS DATE) THEN answered ELSE begins(as_of) END;

-- Whether UK GDPR Art. 9(1) or Art. 10 protects a category (rules.categories says the same in Python).
CREATE OR REPLACE TEMP MACRO special(category) AS
    category = 'user.biometric' OR category LIKE 'user.biometric.%'
    OR category = 'user.health_and_medical' OR category LIKE 'user.health\_and\_medical.%' ESCAPE '\'
    OR category = 'user.criminal_history' OR category LIKE 'user.criminal\_history.%' ESCAPE '\'
    OR category IN (
        'user.demographic.political_opinion', 'user.demographic.race_ethnicity',
        'user.demographic.religious_belief', 'user.demographic.sexual_orientation',
        'user.demographic.trade_union_membership'
    );
