"""What Dagster loads. Assembles, and defines nothing."""

import os

from pipelines.build import build_definitions
from pipelines.folders import controller_folders

defs = build_definitions(controller_folders(os.environ))
