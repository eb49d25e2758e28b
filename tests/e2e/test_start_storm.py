"""More candidates press Start at once than there are places: each is told, heard, and served in turn."""

from __future__ import annotations

import asyncio
from pathlib import Path

from benches.storm import storm
from tests.support.product import running_product


def test_whoever_finds_no_place_is_told_and_served_next(tmp_path: Path) -> None:
    with running_product(tmp_path, AGENT_MAX_INTERVIEWS="2") as product:
        visits = asyncio.run(storm(product.stack.links["invitation"], 3, None))
    assert [visit.fault for visit in visits] == ["", "", ""]
    assert sorted(visit.position or 0 for visit in visits) == [0, 0, 1]
    assert all(visit.heard for visit in visits)
