"""Charts and maps: Altair specifications in the house style, and writing them to SVG, PNG or HTML."""
