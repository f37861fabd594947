"""Makes annual complaint reports with the truth of every figure in them, to measure what nobody has tuned."""
