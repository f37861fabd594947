"""What is read, what is meant and what is published, as types."""
