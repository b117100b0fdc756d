"""What the databases that speak SQL have in common: the statements. How one is spoken to is in a folder of its own."""
