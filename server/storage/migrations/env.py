"""Runs the scripts on the connection that ``storage.migrate`` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    transactional_ddl=True,  # SQLite can roll back DDL once BEGIN is explicit: all of a migration, or nothing
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
