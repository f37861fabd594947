"""A second reader, a person or a language model: asked about each place, and weighed against the rules."""
