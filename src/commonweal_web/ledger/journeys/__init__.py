"""Recording step by step: which questions are asked, in which order, and what the answers come to."""
