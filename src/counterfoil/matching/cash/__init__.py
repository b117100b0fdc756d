"""Cash application: which invoices does each movement on our account pay?"""
