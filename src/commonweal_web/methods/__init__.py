"""Methods: the editions that a partnership has valued by, kept whole, and which period uses which."""
