"""How the model of persons is made: names, templates, rehearsal, and the measure by which it is taken or left.

Here: everything that trains and judges; `python -m scanners.training` runs it. Not here: what a scan uses
(`scanners.model`).
"""
