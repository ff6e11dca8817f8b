"""The record of a needs analysis: what ``commonweal needs --format json`` prints, and all else is drawn from.

``analysis`` is the whole, with the area and the comparison; ``indicator`` one indicator with its sources;
``priority`` the outcomes of a method by need, the official view and a partnership's own. ``sums`` is the arithmetic
of priorities, and ``unaltered`` redoes it for a record that is read back.
"""

from commonweal.needs.record.analysis import (
    Analysis,
    AreaRecord,
    Comparison,
    LinksRecord,
    MethodRecord,
    SimilarArea,
    read_analysis,
)
from commonweal.needs.record.indicator import (
    NEIGHBOURHOODS,
    Change,
    Direction,
    IndicatorNeed,
    Moment,
    SourceFile,
    SourceRecord,
    Spread,
    WorstArea,
    WorstTenth,
)
from commonweal.needs.record.priority import (
    Because,
    LocalEvidence,
    LocalPriority,
    LocalReason,
    Priority,
    Robustness,
    Unheard,
)

__all__ = [
    "NEIGHBOURHOODS",
    "Analysis",
    "AreaRecord",
    "Because",
    "Change",
    "Comparison",
    "Direction",
    "IndicatorNeed",
    "LinksRecord",
    "LocalEvidence",
    "LocalPriority",
    "LocalReason",
    "MethodRecord",
    "Moment",
    "Priority",
    "Robustness",
    "SimilarArea",
    "SourceFile",
    "SourceRecord",
    "Spread",
    "Unheard",
    "WorstArea",
    "WorstTenth",
    "read_analysis",
]
