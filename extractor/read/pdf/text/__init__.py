"""Words, paragraphs, headings and footnotes of a page."""
