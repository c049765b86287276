"""Runs the command `byline` by `python -m bot`."""

from bot.terminal.cli import main

if __name__ == "__main__":
    main()
