"""Evidence: files that prove entries, checked by their content, kept by their digest, shared with care."""
