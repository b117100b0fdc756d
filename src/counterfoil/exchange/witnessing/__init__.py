"""Logs in public: what is published, witnessed, and proven of it."""
