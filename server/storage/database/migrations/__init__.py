"""Alembic's scripts, run in-process by ``database.migrate``: there is no alembic.ini."""
