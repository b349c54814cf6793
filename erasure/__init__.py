"""THE HAND: who may decide, what was decided and approved, the plan of a batch, and carrying it out.

What belongs here: the ledger of authority and what follows from it. Nothing here knows Dagster, and how a
medium is erased in is ``stores``'.
"""
