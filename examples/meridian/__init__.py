"""Meridian Information Systems plc, a fictional controller: its notice, its stores, and the generator of their exports.

Here: one company's made-up data and the truth about it. Not here: what all examples share (``examples``).
"""
