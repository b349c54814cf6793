"""THE LAW: vocabularies, the notice, rules, flags and the engine. No store, no clock, no Dagster, no Presidio."""
