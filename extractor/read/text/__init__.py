"""Plain text, Markdown, and text converted from other formats."""
