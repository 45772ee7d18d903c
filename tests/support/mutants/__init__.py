"""Known faults, put into a copy of the tree one at a time: is each caught by the test that is to catch it?

``python -m tests.support.mutants`` (``make mutants``) tries all of them, with names only those; ``--list``
names them. The table is in ``known``. What is tried is this directory as it is, committed or not.
"""
