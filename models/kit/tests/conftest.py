"""What the tests share: the shared data or a reason to skip."""

from __future__ import annotations

import pytest

from sightline_kit import data


@pytest.fixture(scope="session")
def shared():
    """Folder of the shared data; skips where it is absent."""
    root = data.shared_root()
    if root is None:
        pytest.skip("shared data absent: set SIGHTLINE_SHARED")
    return root
