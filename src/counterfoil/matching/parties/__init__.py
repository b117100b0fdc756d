"""Are these two the same company? Identifiers first, then names and addresses."""
