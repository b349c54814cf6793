"""What each word of the command line does, one a file; ``pipelines.cli`` says which words there are.

The modules here import what is heavy (Dagster, spaCy, Great Expectations) inside the function that needs it.
"""
