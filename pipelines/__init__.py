"""DAGSTER VERBS: definitions, jobs, schedules, resources and the command line."""
