"""Tables of a page: ruled, shaded, part-ruled, by white space."""
