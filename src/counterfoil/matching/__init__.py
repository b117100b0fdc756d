"""How documents belong together: one file a question, each a pure function from documents to links or discrepancies."""
