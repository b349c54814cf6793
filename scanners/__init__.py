"""The eyes: what personal and special-category data stands in a text, and where.

Here: the pure function from distinct values to findings, the recognisers it uses, and the only import of Presidio and
spaCy in the program. Not here: stores, warehouses, clocks, records, verdicts; a scanner sees values and column names
and knows nothing of what is promised about them.
"""
