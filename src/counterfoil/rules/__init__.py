"""Rulebooks: one folder each, with rules as pure functions from a document to its findings."""
