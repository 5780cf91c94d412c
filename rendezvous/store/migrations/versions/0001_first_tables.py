"""The first tables: technicians, web sessions, support sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "technicians",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("login", sa.String(120), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("totp_secret", sa.String(64), nullable=False),
        sa.Column("totp_step", sa.Integer, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
    )
    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("technician_id", sa.String(40), sa.ForeignKey("technicians.id"), nullable=False, index=True),
        sa.Column("expires", sa.DateTime, nullable=False),
    )
    op.create_table(
        "support_sessions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("technician_id", sa.String(40), sa.ForeignKey("technicians.id"), nullable=False, index=True),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
    )
