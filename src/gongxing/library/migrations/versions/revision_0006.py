"""Cells of tables by the adcode of their region, documents by name: of a large library pages ask for few of them."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indices."""
    op.create_index("observation_code", "observation", ["code"])
    op.create_index("document_name", "document", ["name"])
