"""Counterfoil: trade documents become a checked, linked and tamper-evident record."""

__version__ = "0.1.0"
