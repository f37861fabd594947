"""What each printed number counts."""
