"""`huzma run`: a pipeline over inputs, with an engine that schedules."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from huzma.cli.app import DASH
from huzma.cli.streams import DONE, FAILED, Terminal
from huzma.cli.visible import visible
from huzma.config import MOST_JOBS


def run(
    pipeline: str = "",
    /,
    *inputs: str,
    output: Annotated[str, Parameter(name=["--output", "-o"])] = "",
    engine: Literal["local", "ray"] = "local",
    jobs: int | None = None,
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Run a pipeline over inputs and write Parquet, part by part.

    Run again with the same arguments, after whatever ended it, it goes on: finished parts are not done again. What
    comes out depends on neither the engine nor the number of jobs. Exit status: 0 done, 2 refused or not done.

    Parameters
    ----------
    pipeline
        The pipeline file, in TOML.
    inputs
        Files and folders; a folder of shards (.jsonl, .parquet, .huzma and others) stands for its files.
    output
        The folder to write: accepted/ and rejected/ in Parquet, containers/ with findings about the inputs, receipts/
        of the finished parts, and manifest.json in the end.
    engine
        What schedules the parts: this process, or Ray.
    jobs
        How many parts are under way at a time. Without it, as many as there are cores.
    """
    if not pipeline or not inputs or DASH in (pipeline, output, *inputs) or not output:
        terminal.say("run needs a PIPELINE file, INPUTs that are files or folders, and, after -o, the folder to write")
        return FAILED
    if jobs is not None and not 1 <= jobs <= MOST_JOBS:
        terminal.say(f"--jobs is a number from 1 to {MOST_JOBS}, not {jobs}")
        return FAILED
    try:
        from huzma.engines import Pipeline
        from huzma.engines import run as run_pipeline
        from huzma.engines.work import Failure, Outcome
    except ImportError as error:
        terminal.say(f"run needs pyarrow: pip install 'huzma[arrow]' ({error})")
        return FAILED

    def progress(outcome: Outcome, done: int, parts: int) -> None:
        if isinstance(outcome, Failure):
            terminal.say(visible(f"{outcome.part.name} ({outcome.part.path}): {outcome.error}"))
        else:
            counts = f"{outcome.documents} documents, {outcome.accepted} accepted, {outcome.rejected} rejected"
            terminal.err.print(visible(f"{done}/{parts} {outcome.part.name} {outcome.part.path}: {counts}") + "\n")
        terminal.err.flush()

    function = Pipeline.load(pipeline, threads=1)
    manifest = run_pipeline(function, inputs, output, engine=engine, jobs=jobs, progress=progress)
    counts = f"{manifest.documents} documents: {manifest.accepted} accepted, {manifest.rejected} rejected"
    terminal.err.print(f"{len(manifest.parts)} parts, {counts}\n")
    terminal.err.flush()
    return DONE
