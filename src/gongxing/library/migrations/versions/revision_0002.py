"""Scenarios and their outcomes, findings, briefs and their publications."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMES = ("scenario", "outcome", "finding", "brief", "publication")


def upgrade() -> None:
    """Make the tables, and the triggers that keep what was stored as it was written."""
    tables()
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(
            """CREATE FUNCTION refuse_overwriting() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'what is stored is never overwritten'; END $$"""
        )
    for name in NAMES:
        if sqlite:
            for action in ("UPDATE", "DELETE"):
                op.execute(
                    f"""CREATE TRIGGER {name}_{action.lower()}_refused BEFORE {action} ON {name}
                    BEGIN SELECT RAISE(ABORT, 'what is stored is never overwritten'); END"""
                )
        else:
            op.execute(
                f"""CREATE TRIGGER {name}_change_refused BEFORE UPDATE OR DELETE ON {name}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_overwriting()"""
            )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def tables() -> None:
    """Make the tables."""
    op.create_table(
        "scenario",
        sa.Column("id", BIG, primary_key=True),
        *_texts("slug"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("title", "toml", "files", "who", "at"),
        sa.UniqueConstraint("slug", "version"),
        sqlite_strict=True,
    )
    op.create_table(
        "outcome",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("scenario_id", BIG, sa.ForeignKey("scenario.id"), nullable=False),
        *_texts("basis", "content", "who", "at"),
        sqlite_strict=True,
    )
    op.create_index("outcome_scenario", "outcome", ["scenario_id", "basis"])
    op.create_table(
        "finding",
        sa.Column("id", BIG, primary_key=True),
        *_texts("reference", "sentence", "who", "at"),
        sa.Column("withdraws", BIG, sa.ForeignKey("finding.id")),
        sqlite_strict=True,
    )
    op.create_table(
        "brief",
        sa.Column("id", BIG, primary_key=True),
        *_texts("slug"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("title", "language", "outline", "who", "at"),
        sa.UniqueConstraint("slug", "version"),
        sqlite_strict=True,
    )
    op.create_table(
        "publication",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("permanent_id", sa.Text(), nullable=False, unique=True),
        sa.Column("brief_id", BIG, sa.ForeignKey("brief.id"), nullable=False),
        *_texts("html", "who", "at"),
        sqlite_strict=True,
    )
    op.create_index("publication_brief", "publication", ["brief_id"])
