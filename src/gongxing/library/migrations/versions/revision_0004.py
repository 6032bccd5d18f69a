"""Lists, counts and searches from the indices alone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("figure", "place", "person", "project", "industry", "member", "commitment")


def upgrade() -> None:
    """Give documents their publisher and their place in the index, and make room for tallies; both are filled later."""
    op.add_column("document", sa.Column("publisher", sa.Text()))
    op.add_column("document", sa.Column("entry", BIG, nullable=False, server_default="0"))
    op.execute("UPDATE document SET publisher = coalesce(nullif(account, ''), nullif(source, ''))")
    op.create_index("document_entry", "document", ["entry"])
    op.create_index("document_publisher", "document", ["publisher", "entry"])
    op.create_index("document_source", "document", ["source"])
    for name in ("fact_about", "fact_about_published", "fact_about_code", "fact_kind"):
        op.drop_index(name, "fact")
    op.create_index("fact_about", "fact", ["about", "shown", "indicator", "period"])
    said = sa.text("standing != 'found'")
    op.create_index("fact_standing", "fact", ["standing"], sqlite_where=said, postgresql_where=said)
    tallies()
    if op.get_bind().dialect.name == "sqlite":
        options = "content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '|'\""
        op.execute("DROP TABLE passage_words")
        op.execute(f"CREATE VIRTUAL TABLE passage_words USING fts5(title, words, {options})")


def counts() -> list[Any]:
    """Return a column for each kind of fact."""
    return [sa.Column(kind, BIG, nullable=False) for kind in KINDS]


def tallies() -> None:
    """Make the tables of counts."""
    op.create_table(
        "mention",
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("entry", BIG, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        *counts(),
        sa.PrimaryKeyConstraint("about", "entry", "code"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("mention_entry", "mention", ["entry"])
    op.create_table(
        "region_tally",
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("year", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("documents", BIG, nullable=False),
        *counts(),
        sa.PrimaryKeyConstraint("about", "year", "code"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publisher_tally",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("year", sa.Text(), nullable=False),
        sa.Column("documents", BIG, nullable=False),
        sa.Column("tables", BIG, nullable=False),
        *counts(),
        sa.PrimaryKeyConstraint("publisher", "year"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
