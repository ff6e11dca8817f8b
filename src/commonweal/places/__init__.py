"""Places: codes and postcodes, the catalogue of official sources, and what they say about where something lies.

``registry`` names the sources, ``catalogue`` fetches and ``adding`` takes them in, ``store`` holds them, and
``gazetteer`` answers questions about places.
"""

from commonweal.places.codes import is_ons_code, is_postcode, normalise_place

__all__ = ["is_ons_code", "is_postcode", "normalise_place"]
