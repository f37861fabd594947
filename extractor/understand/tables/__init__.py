"""Tables: axes, labels, cells."""
