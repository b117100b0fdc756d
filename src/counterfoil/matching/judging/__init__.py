"""What does not fit between a document and those that it is linked to? One file for a code or two."""
