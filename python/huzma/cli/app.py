"""The commands and how their arguments are read; each module is imported when its command is used."""

from __future__ import annotations

from cyclopts import App, CycloptsError, Parameter

from huzma import _core
from huzma.cli.streams import FAILED, Terminal

DASH = "\0"
"""What `-`, a standard stream, becomes before arguments are read: cyclopts takes it for an option. None can hold it."""

_COMMANDS = {
    "check": ("huzma.cli.check:check", "Check files and folders and report what is wrong with them."),
    "validate": ("huzma.cli.validate:validate", "Hold records against a schema, and split files by it."),
    "parse": ("huzma.cli.parse:parse", "Turn documents into typed records, one JSON object a line."),
    "pack": ("huzma.cli.pack:pack", "Write the documents of a bundle into one file."),
    "unpack": ("huzma.cli.pack:unpack", "Write the documents of a bundle into a folder."),
    "run": ("huzma.cli.engine:run", "Run a pipeline over inputs and write Parquet, part by part."),
    "normalize": ("huzma.cli.text:normalize", "Normalise a text."),
    "tokenize": ("huzma.cli.text:tokenize", "Split a text into tokens, one JSON object a line."),
    "sentences": ("huzma.cli.text:sentences", "Split a text into sentences, one JSON object a line."),
    "profiles": ("huzma.cli.catalogue:profiles", "List the normalisation profiles."),
    "rules": ("huzma.cli.catalogue:rules", "List the codes that findings carry."),
    "explain": ("huzma.cli.catalogue:explain", "Show the page of a code."),
    "schema": ("huzma.cli.catalogue:schema", "Print the JSON Schema of a record."),
}


def run(arguments: list[str], terminal: Terminal) -> int:
    """Runs one command and returns its exit status; wrong usage is a message and 2."""
    app = App(
        name="huzma",
        help="Parse, check, clean and turn into typed records bundles of Arabic text.",
        version=f"huzma {_core.__version__}",
        version_flags=["--version", "-V"],
        default_parameter=Parameter(negative=(), show_default=False),
    )
    lists_commands = not arguments or arguments[0].startswith("-")
    for place, (name, (path, summary)) in enumerate(_COMMANDS.items()):
        # A summary would take the place of the command's own page, and without one listing would import everything.
        app.command(path, name=name, sort_key=place, help=summary if lists_commands else None)
    tokens = [DASH if argument == "-" else argument for argument in arguments]
    try:
        command, bound, injected = app.parse_args(tokens, print_error=False, exit_on_error=False)
    except CycloptsError as error:
        terminal.say(f"{str(error).replace(DASH, '-')} See 'huzma --help'.")
        return FAILED
    if "console" in bound.arguments:  # help: as text to standard output; without any command it is an error
        from rich.console import Console

        bound.arguments["console"] = Console(file=terminal.text_file(), no_color=not terminal.out_has_colour)
        command(*bound.args, **bound.kwargs)
        if tokens:
            return 0
        terminal.say("no command was given")
        return FAILED
    status = command(*bound.args, **bound.kwargs, **dict.fromkeys(injected, terminal))
    return int(status)
