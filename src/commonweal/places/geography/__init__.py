"""Where something lies, from the tables in the data folder. ``gazetteer`` answers every question; behind it stand

``small_areas``: small areas and all that they lie in, from the best lookups held; ``finding``: an area by its code or
name; ``postcodes``: one postcode; ``placing``: a whole column of places at once; ``boundaries``: shapes and neighbours;
``residents``: populations; ``vintages``: codes of other years, with ``authority_changes`` and ``changes/*.csv`` for
local authorities; ``strange_codes``: codes of other years, or of no area, in the figures of a file; ``not_found``: what
is said of a code that is no area; ``english_areas``: how many areas England has, and how much of it is held; ``local``:
what a partnership calls local.
"""
