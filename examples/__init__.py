"""The controllers the project ships, ready to run, and the generator that makes their exports.

Here: one folder a controller, and what their generators share. Not here: anything the product imports; no name of an
example stands in the product's code.
"""
