"""What budgets found; on PostgreSQL, indices that find phrases without reading each entry that has their words."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


BIG: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and indices of words and pairs of words, to be filled later; SQLite's know places already."""
    op.create_table(
        "frontier",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("scenario_id", BIG, sa.ForeignKey("scenario.id"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("sha256", "who", "at")),
        sa.UniqueConstraint("sha256"),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"""CREATE TRIGGER frontier_{action.lower()}_refused BEFORE {action} ON frontier
                BEGIN SELECT RAISE(ABORT, 'what is stored is never overwritten'); END"""
            )
        return
    op.execute(
        """CREATE TRIGGER frontier_change_refused BEFORE UPDATE OR DELETE ON frontier
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_overwriting()"""
    )
    op.execute(TERMS)
    for index, columns, title in (("passage_words", "title, words", "title"), ("fact_words", "words", "''")):
        op.execute(f"DROP TABLE {index}")
        said = ", ".join(f'{column} TEXT COLLATE "C" NOT NULL' for column in columns.split(", "))
        # Long words lie aside: whoever looks for numbers of entries reads short rows.
        op.execute(
            f"CREATE TABLE {index} (rowid BIGINT PRIMARY KEY, {said}) WITH (toast_tuple_target = {ASIDE[index]})"
        )
        op.execute(
            f"CREATE INDEX {index}_terms ON {index} USING gin (index_terms({title}, words)) "
            "WITH (gin_pending_list_limit = 256)"
        )
        # A sample for the planner is enough of what takes long to make.
        for column in ("rowid", *columns.split(", ")):
            op.execute(f"ALTER TABLE {index} ALTER COLUMN {column} SET STATISTICS 10")
        op.execute(f"ALTER INDEX {index}_terms ALTER COLUMN 1 SET STATISTICS 10")


ASIDE = {"passage_words": 128, "fact_words": 2032}
# Words, pairs of words side by side, and both again with a sign before them where they stand in a title. Breaks are no
# terms, and neither breaks nor marks (they begin with the same sign) are paired. A term has at most 2 046 bytes.
TERMS = """CREATE FUNCTION index_terms(title text, words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS
    $$ SELECT array_to_tsvector(array_agg(term)) FROM (
        SELECT left(word, 255) AS term FROM unnest(string_to_array(words, ' ')) AS word WHERE word NOT IN ('', '|')
        UNION ALL SELECT left(word, 255) || '_' || left(following, 255)
            FROM unnest(string_to_array(words, ' '), (string_to_array(words, ' '))[2:]) AS pair (word, following)
            WHERE word NOT LIKE '|%' AND following NOT LIKE '|%' AND word <> '' AND following <> ''
        UNION ALL SELECT sign || left(word, 255)
            FROM unnest(string_to_array(title, ' ')) AS word, (VALUES (''), ('^')) AS standing (sign)
            WHERE word NOT IN ('', '|')
        UNION ALL SELECT sign || left(word, 255) || '_' || left(following, 255)
            FROM unnest(string_to_array(title, ' '), (string_to_array(title, ' '))[2:]) AS pair (word, following),
                (VALUES (''), ('^')) AS standing (sign)
            WHERE word NOT LIKE '|%' AND following NOT LIKE '|%' AND word <> '' AND following <> ''
    ) AS terms $$"""
