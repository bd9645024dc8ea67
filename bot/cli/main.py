"""The commands and what their errors mean: exit 1 the input, 2 usage, 3 something outside."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module

import click

from bot.cli.streams import code_of_loss, lost_output, prepare_streams
from bot.domain.errors import AskerError, OperatorError, OutsideError

#: What shells say of a command that was stopped with Ctrl+C.
INTERRUPTED = 130

#: Command -> module; loaded when asked for, so that `--help` starts at once.
_COMMANDS = {
    "run": "bot.cli.run",
    "demo": "bot.cli.demo",
    "check": "bot.cli.check",
    "test-feed": "bot.cli.test_feed",
    "ask": "bot.cli.ask",
    "explain": "bot.cli.explain",
    "status": "bot.cli.status",
    "analyze": "bot.cli.analyze",
    "import-opml": "bot.cli.import_opml",
    "export-opml": "bot.cli.export_opml",
    "export": "bot.cli.export",
    "backfill": "bot.cli.backfill",
    "migrate": "bot.cli.migrate",
    "backup": "bot.cli.backup",
    "doctor": "bot.cli.doctor",
    "installations": "bot.cli.installations",
}


class _LazyCommands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = import_module(module).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0].lower(), _COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", error.ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:
            # Here and not in `_run`: the library ends with 1 when a reader has seen enough.
            return _outside(error)


@click.group(
    cls=_LazyCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: python -m bot run --feeds feeds.yaml",
)
@click.version_option(package_name="nutgraf", prog_name="nutgraf")
def cli() -> None:
    """News of US immigration enforcement, for Slack, Discord and the terminal."""


def main() -> None:
    """Run a command; print one clear line for every mistake that is not ours."""
    prepare_streams()
    code = _run()
    lost = lost_output()
    sys.exit(code or (code_of_loss(lost) if lost is not None else 0))


def _run() -> int:
    """Run the command that was typed and return its exit code."""
    try:
        ended = cli.main(prog_name="python -m bot", standalone_mode=False)
    except SystemExit as early:
        return early.code if isinstance(early.code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except (OperatorError, AskerError) as error:
        print(error, file=sys.stderr)
        return 1
    except OutsideError as error:
        print(error, file=sys.stderr)
        return 3
    except OSError as error:
        return _outside(error)
    return ended if isinstance(ended, int) else 0


def _outside(error: OSError) -> int:
    """Return the exit code of what the system refused; what has no reason is a fault of ours."""
    if lost_output() is not None:
        # `main` tells it.
        return 0
    if error.strerror is None:
        raise error
    place = f"{error.filename}: " if error.filename else ""
    print(f"{place}{error.strerror}", file=sys.stderr)
    return 3
