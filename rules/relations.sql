-- The macros that rules speak. Dates only: a moment is cut to its date where a map makes a clock of it.
-- Arithmetic is `date + n * INTERVAL 1 MONTH`, which DuckDB, PostgreSQL and Spark count alike.

-- The last day of a period that began on `clock`: 31 January + 1 month is 28 or 29 February.
CREATE OR REPLACE TEMP MACRO due(clock, period) AS CAST(CAST(clock AS DATE) + period AS DATE);

-- Whether a record is kept past its period. The last promised day itself is still kept.
CREATE OR REPLACE TEMP MACRO kept_past(clock, period, as_of) AS
    CAST(CAST(clock AS DATE) + period AS DATE) < CAST(as_of AS DATE);

-- Whether a clock cannot be judged by: it never started, or says that it starts in the future.
CREATE OR REPLACE TEMP MACRO undated(clock, as_of) AS clock IS NULL OR CAST(clock AS DATE) > CAST(as_of AS DATE);

-- Whether something lasts on this day: an agreement, a minimum, a hold. No end stated is no answer.
CREATE OR REPLACE TEMP MACRO lasts(until, as_of) AS coalesce(CAST(until AS DATE) >= CAST(as_of AS DATE), false);

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
