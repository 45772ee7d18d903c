"""What the page costs whoever uses it (``make bench-page``): this checkout and another commit, in turns."""
