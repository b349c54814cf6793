"""DAGSTER NOUNS: what is landed, found, recorded, flagged and reported."""
