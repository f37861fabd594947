"""Makes annual complaint reports, with the truth of every figure in them, to measure on what nobody has tuned."""
