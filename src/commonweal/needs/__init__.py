"""The local needs analysis: indicators, what they say of a place, the priorities that follow, and what to measure."""
