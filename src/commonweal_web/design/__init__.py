"""The design system: the frame of every page, the fields of every form, and the parts that pages are made of."""
