"""Acknowledgements as UBL Invoice Response, and back."""
