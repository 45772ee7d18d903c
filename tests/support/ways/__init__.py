"""Counts the modules and calls of the server for an edit, a join, a withdrawal and a comment, by tracing.

``python -m tests.support.ways`` measures this checkout, ``--against COMMIT`` another commit beside it.
"""
