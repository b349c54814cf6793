"""THE HAND: who may decide, what was decided and approved, and the plan of what an approved batch would erase.

What belongs here: the ledger of authority and what follows from it. Nothing here knows Dagster, and nothing erases yet.
"""
