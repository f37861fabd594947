"""Charts drawn as vectors, read by their printed values."""
