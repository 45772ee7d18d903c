"""Runs the scripts on the connection that ``database.migrate`` passes, inside its transaction.

SQLite rolls back DDL as well once BEGIN is explicit, so a migration happens as a whole or not at all.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
