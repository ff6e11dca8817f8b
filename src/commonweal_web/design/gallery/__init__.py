"""The gallery: every part in every state, with the lines that make it. Only in the demonstration and in development."""
