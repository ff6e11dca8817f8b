"""From priorities to a method tailored to the place: a partnership's choices in, a pack that extends its parent out.

``choices`` is the file that people write, and ``faults`` all that can be wrong with it. ``relevance`` has the rule by
which measures are chosen, from the ``standing`` of their outcomes, and ``small_suppliers`` that of the short set.
``tailor`` brings these together in memory; ``files`` reads what it needs and writes the pack, ``readme`` the page
beside it.
"""
