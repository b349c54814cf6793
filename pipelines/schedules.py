"""When the night runs: every night at two, London time, from the first start of Dagster's daemon."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import dagster as dg

from assets.reports import NIGHT_CRON, NIGHT_ZONE
from assets.steps import AS_OF_TAG


def nightly_schedule(job: dg.UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    """The one schedule. It states the day to judge, so that a late or repeated run judges the day it was meant for."""

    def night(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        day = context.scheduled_execution_time.astimezone(ZoneInfo(NIGHT_ZONE)).date().isoformat()
        return dg.RunRequest(run_key=day, tags={AS_OF_TAG: day})

    return dg.ScheduleDefinition(
        name="nightly",
        job=job,
        cron_schedule=NIGHT_CRON,
        execution_timezone=NIGHT_ZONE,
        execution_fn=night,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Every night at 02:00 London time: land, find, record, judge and report. It erases nothing.",
    )
