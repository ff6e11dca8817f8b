"""Places: codes and postcodes. The data catalogue comes with "The place"."""

from commonweal.places.codes import is_ons_code, is_postcode, normalise_place

__all__ = ["is_ons_code", "is_postcode", "normalise_place"]
