"""`python -m extractor` and the console script. Worker processes import this: keep it light."""

from __future__ import annotations

import atexit
import gc
import os

# Loading makes many objects, and looking for garbage among them costs a tenth of a run.
gc.set_threshold(1_000_000)


def main() -> None:
    """Run the command line."""
    atexit.register(gc.freeze)  # nor is it looked for at the end
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # to start more takes longer than the few sums
    try:
        from extractor.cli import app
    except KeyboardInterrupt:  # in the first moment, while Python still loads
        import sys

        print("Stopped before the end. The outputs folder has not been changed.", file=sys.stderr)
        raise SystemExit(130) from None
    app.main()


if __name__ == "__main__":
    main()
