"""The commands and what their errors mean: exit 1 the input, 2 usage, 3 something outside."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from bot.domain.errors import AskerError, OperatorError, OutsideError

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
    try:
        cli(prog_name="python -m bot")
    except (OperatorError, AskerError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except OutsideError as error:
        print(error, file=sys.stderr)
        sys.exit(3)
    except BrokenPipeError:
        # The reader of our output went away; nothing more can be said to it.
        sys.stderr.close()
        sys.exit(0)
