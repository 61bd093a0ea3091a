"""Pipelines: one pure function from record batch to record batch, run as it is on one machine or on a cluster.

huzma never schedules, shuffles or retries: an engine does. `Pipeline` is the function, `run` does a whole job with an
engine: inputs in, parts of Parquet out, each finished once. docs/guides/scale.md is the guide.
"""

from __future__ import annotations

from huzma.engines.description import Description
from huzma.engines.driver import Manifest, run
from huzma.engines.pipeline import Pipeline

__all__ = ["Description", "Manifest", "Pipeline", "run"]
