"""How a partner is met, known and reached."""
