"""A document or a report as text or data for other programs, as pure functions."""
