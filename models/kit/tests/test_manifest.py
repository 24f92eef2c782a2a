"""The manifests of the shipped bundles."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sightline_kit.manifest import file_entry

BUNDLES = sorted(p.parent for p in Path(__file__).resolve().parents[2].glob("*/bundle.yaml"))


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda p: p.name)
def test_every_file_is_the_one_that_the_manifest_names(bundle):
    """A server refuses a bundle with a changed file, its card too: after an edit by hand the manifest has to be written again."""
    listed = yaml.safe_load((bundle / "bundle.yaml").read_text())["files"]
    changed = [e["path"] for e in listed if file_entry(bundle / e["path"]) != e]
    assert listed and not changed
