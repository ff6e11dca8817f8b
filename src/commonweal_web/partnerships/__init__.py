"""Who works together, for which place and aims, from when to when, and the periods that they report by."""
