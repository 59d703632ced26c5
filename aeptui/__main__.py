"""The way in. ``--version`` is answered before anything is imported, so that scripts can ask it at no cost."""

import sys


def main() -> int:
    """Runs the command line of this process; returns the exit status."""
    if sys.argv[1:] == ["--version"]:
        from aeptui import __version__

        print(f"aeptui {__version__}")
        return 0
    from aeptui.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
