"""What all formats share: heading levels, captions, line shapes, table titles."""
