"""Accounts, sessions, tokens, links for others, and the log of who did what."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and the triggers that keep the log as it was written."""
    tables()
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"""CREATE TRIGGER audit_{action.lower()}_refused BEFORE {action} ON audit
                BEGIN SELECT RAISE(ABORT, 'the log is only ever appended'); END"""
            )
    else:
        op.execute(
            """CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the log is only ever appended'; END $$"""
        )
        op.execute(
            """CREATE TRIGGER audit_change_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"""
        )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def tables() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", BIG, primary_key=True),
        *_texts("name", "key", "role", "password"),
        sa.Column("disabled", sa.Integer(), nullable=False),
        *_texts("made"),
        sa.UniqueConstraint("key"),
        sqlite_strict=True,
    )
    op.create_table(
        "credential",
        sa.Column("id", BIG, primary_key=True),
        *_texts("digest"),
        sa.Column("account_id", BIG, sa.ForeignKey("account.id"), nullable=False),
        *_texts("kind", "scope", "label", "made", "expires"),
        sa.UniqueConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_index("credential_account", "credential", ["account_id"])
    op.create_table(
        "share",
        sa.Column("id", BIG, primary_key=True),
        *_texts("digest", "path", "label", "who", "made", "expires"),
        sa.UniqueConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", BIG, primary_key=True),
        *_texts("at", "who", "action", "subject"),
        sa.Column("address", sa.Text()),
        *_texts("content"),
        sqlite_strict=True,
    )
    op.create_index("audit_at", "audit", ["at"])
