"""What an edit, a join, a withdrawal and a comment pass through inside the server, counted over real calls.

``python -m tests.support.ways`` measures this checkout, ``--against COMMIT`` another commit beside it.
"""
