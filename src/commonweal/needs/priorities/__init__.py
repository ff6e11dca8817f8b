"""From indicators to priorities among the outcomes of a method.

``links`` say which indicator speaks for which outcome, ``scores`` has the rule (``record.sums`` its
arithmetic), ``robustness`` the random re-weightings, ``unheard`` why a linked indicator could not be counted.
``evidence`` is what a partnership knows of its own; ``local_voice`` counts it in, in a second view.
"""
