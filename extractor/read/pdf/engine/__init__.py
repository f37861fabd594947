"""What the two PDF libraries give: letters, paths, images."""
