"""What programs can ask: importing this puts every operation into the API."""

from commonweal_web.api.mounting import api
from commonweal_web.api.operations import activities, decisions, entries, partnerships

__all__ = ["api"]

for router in (partnerships.router, activities.router, entries.router, decisions.router):
    api.add_router("", router)
