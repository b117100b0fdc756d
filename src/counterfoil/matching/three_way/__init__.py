"""Orders, deliveries, receipts and invoices, line by line, where references are missing, mangled or without lines."""
