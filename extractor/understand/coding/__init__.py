"""From claims to coded observations."""
