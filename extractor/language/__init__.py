"""Numbers, dates and periods in English words; one way of folding text."""
