"""The way of a document through the house: read, check, link, record. It alone knows all the verbs."""
