"""Alembic's entry: runs the migrations on the connection that database.py hands in."""

from alembic import context

from rendezvous.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
