"""The commands, by what they are for. Each imports what it needs only when it runs."""
