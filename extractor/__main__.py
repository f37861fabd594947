"""`python -m extractor` and the console script. Worker processes import this: keep it light."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from extractor.cli import app

    app.main()


if __name__ == "__main__":
    main()
