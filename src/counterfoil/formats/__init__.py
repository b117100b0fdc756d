"""How documents are written: one file a format, each turning bytes into the model and knowing no other format."""
