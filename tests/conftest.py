"""What several tests share: where the real pages are, if they are."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and gold; tests that need it are skipped where it is absent."""
    if not (SHARED / "pages").is_dir():
        pytest.skip("the real pages are not beside this checkout (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample page that the demo reads."""
    return ROOT / "docs" / "sample" / "metropolitan-area.html"
