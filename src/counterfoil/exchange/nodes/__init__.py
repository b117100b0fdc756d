"""A node, apart from HTTP."""
