"""What a file really is. Pure: it knows neither Django nor the ledger.

``content.inspect`` opens a stranger's bytes with parsers that may be made to run away, so the platform has it done in a
process of its own with limits (``evidence.checking``) and loads none of those parsers itself.
"""
