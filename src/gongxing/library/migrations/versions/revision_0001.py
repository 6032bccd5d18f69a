"""The first library."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: Any = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables, the full-text indices and the trigger that keeps people's edits as they were written."""
    tables()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for index in ("passage_words", "fact_words"):
        if sqlite:
            options = "content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '|'\""
            op.execute(f"CREATE VIRTUAL TABLE {index} USING fts5(words, {options})")
        else:
            op.execute(f"CREATE TABLE {index} (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
            op.execute(f"CREATE INDEX {index}_words ON {index} USING gin (words)")
    for statement in SQLITE if sqlite else POSTGRESQL:
        op.execute(statement)


SQLITE = [
    f"""CREATE TRIGGER edit_{action.lower()}_refused BEFORE {action} ON edit
    BEGIN SELECT RAISE(ABORT, 'edits are only ever appended'); END"""
    for action in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'edits are only ever appended'; END $$""",
    """CREATE TRIGGER edit_change_refused BEFORE UPDATE OR DELETE ON edit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
]


def tables() -> None:
    """Make the tables."""
    op.create_table(
        "document",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("account", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("characters", BIG, nullable=False),
        sa.Column("text_hash", sa.Text()),
        sa.Column("same_as", BIG),
        sa.Column("similarity", REAL),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["same_as"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
        sqlite_strict=True,
    )
    op.create_index("document_published", "document", ["published"])
    op.create_index("document_same_as", "document", ["same_as"])
    op.create_index("document_text_hash", "document", ["text_hash"])
    op.create_table(
        "edit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("quote", sa.Text()),
        sa.Column("ordinal", sa.Integer()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("undoes", BIG),
        sa.ForeignKeyConstraint(
            ["undoes"],
            ["edit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("edit_sha256", "edit", ["sha256"])
    op.create_table(
        "part",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("host", sa.Text()),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source"),
        sqlite_strict=True,
    )
    op.create_index("part_state", "part", ["state"])
    op.create_table(
        "passage",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("start", BIG, nullable=False),
        sa.Column("end", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "region",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("level", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", "level"),
        sqlite_strict=True,
    )
    op.create_table(
        "article",
        sa.Column("document_id", BIG, nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("document_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "copy",
        sa.Column("id", BIG, nullable=False),
        sa.Column("document_id", BIG, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id", "path"),
        sqlite_strict=True,
    )
    op.create_table(
        "fact",
        sa.Column("id", BIG, nullable=False),
        sa.Column("document_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", BIG, nullable=False),
        sa.Column("end", BIG, nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("about", sa.Text()),
        sa.Column("about_code", sa.Text()),
        sa.Column("value", REAL),
        sa.Column("unit", sa.Text()),
        sa.Column("indicator", sa.Text()),
        sa.Column("period", sa.Text()),
        sa.Column("bound", sa.Text()),
        sa.Column("modality", sa.Text()),
        sa.Column("deadline", sa.Text()),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("published", sa.Text()),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("extracted", sa.Text()),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("fact_about", "fact", ["about", "kind", "shown", "indicator", "period"])
    op.create_index("fact_about_published", "fact", ["about", "kind", "shown", "published"])
    op.create_index("fact_about_code", "fact", ["about_code"])
    op.create_index("fact_document", "fact", ["document_id"])
    op.create_index("fact_kind", "fact", ["kind", "indicator", "period"])
    op.create_table(
        "observation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("document_id", BIG, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text()),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("value", REAL, nullable=False),
        sa.Column("period", sa.Text()),
        sa.Column("scope", sa.Text()),
        sa.Column("sheet", sa.Text()),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("observation_document", "observation", ["document_id"])
    op.create_index("observation_indicator", "observation", ["indicator", "period"])
    op.create_index("observation_region", "observation", ["region", "indicator"])
    op.create_table(
        "sketch",
        sa.Column("document_id", BIG, nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("hash", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "band"),
        sqlite_strict=True,
    )
    op.create_index("sketch_band", "sketch", ["band", "hash"])
