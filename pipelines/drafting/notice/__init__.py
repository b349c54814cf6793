"""``abide draft``: a notice nobody here wrote, read and proposed as clauses that a person finishes."""
