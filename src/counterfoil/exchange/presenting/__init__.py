"""Dossiers out of a home: what is shown, and what that tells."""
