"""The notice itself, checked by ``abide check``: out of date, missing, contradictory, in no clause."""
