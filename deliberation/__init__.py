"""Discussion: comments under pages, and later forums and debates."""
