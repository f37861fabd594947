"""patterns/ as a Rulebook: schemas, loading, matching of labels, and its checks."""
