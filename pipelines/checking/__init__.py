"""The notice itself, checked by ``abide check``: what is out of date, missing, contradictory, or promised by no clause."""
