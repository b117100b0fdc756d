"""The catalogue of sentences for people: findings, discrepancies and errors, each by its id."""
