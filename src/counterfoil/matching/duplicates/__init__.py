"""Was this invoice sent before?"""
