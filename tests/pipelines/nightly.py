"""One night of the tiny controller, and everything that Dagster kept of it."""

import shutil
from datetime import date
from pathlib import Path

import dagster as dg

from pipelines.jobs import run_night
from pipelines.resources import QUIET
from stores.controller import load_controller
from stores.keys import make_key

TINY = Path(__file__).parent.parent / "tiny"


AS_OF = date(2026, 3, 1)


EXPORT = "exports/applications-2026-03-01.csv"


REGISTER = """\
name: register
role: processor
provider: Paper Cloud
connector: files
export: exports
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: visits
    file: visits-*.csv
    columns: [visit_id, phone]
    key: [visit_id]
    subject: {phone: phone}
    subject_type: visitor
    personal: {phone: user.contact.phone_number}
"""


def made(folder, *, register=None):
    """A copy of the tiny controller with a key; ``register`` is the text of a second store's export."""
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns(".abide", "report"))
    if register is not None:
        (folder / "stores" / "register.yaml").write_text(REGISTER)
        (folder / "exports" / "visits-2026-03-01.csv").write_text(register)
    make_key(folder)
    return folder


class Night:
    """One night and everything Dagster kept of it."""

    def __init__(self, *folders, as_of=AS_OF, **given):
        self.steps = []
        controllers = [load_controller(f) if isinstance(f, Path) else f for f in folders]
        with dg.DagsterInstance.ephemeral(settings=dict(QUIET)) as instance:
            self.result = run_night(controllers, as_of, instance=instance, on_step=self.steps.append, **given)
            (run,) = instance.get_runs()
            self.tags = run.tags
            self.logs = instance.all_logs(run.run_id)
        events = [log.dagster_event for log in self.logs if log.dagster_event]
        self.made = {
            e.asset_key.to_user_string(): e.step_materialization_data.materialization.metadata
            for e in events
            if e.is_step_materialization
        }
        self.checks = {
            (c.asset_key.to_user_string(), c.check_name): c
            for e in events
            if e.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION
            for c in [e.event_specific_data]
        }

    @property
    def text(self):
        """Every event as it would be stored."""
        return "\n".join(dg.serialize_value(log) for log in self.logs)

    def verdicts(self):
        return {name: c.metadata["verdict"].value for (_, name), c in self.checks.items() if "verdict" in c.metadata}
