"""What the tool reaches, measured: how fast, how much memory, how many numbers right."""
