"""Files into Documents; `files` is the way in."""
