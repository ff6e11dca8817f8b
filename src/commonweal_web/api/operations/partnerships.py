"""Partnerships, who belongs to them, their periods and methods, and the dashboard."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router

from commonweal_web.api import telling, told
from commonweal_web.api.boundary import ApiRequest
from commonweal_web.api.operations import finding
from commonweal_web.methods.queries import method_of
from commonweal_web.partnerships.models import Organisation
from commonweal_web.statements.queries import dashboard_of
from commonweal_web.statements.records import dashboard_record

router = Router(tags=["Partnerships"])


@router.get("/partnerships", response=told.Page[told.Partnership], operation_id="partnerships")
def partnerships(request: ApiRequest) -> told.Page[told.Partnership]:
    """The partnerships in which the token's maker takes part."""
    found = request.scope.partnerships.order_by("name")
    return told.Page(results=[telling.partnership(each) for each in found], next=None)


@router.get("/partnerships/{uuid:partnership_id}", response=told.Partnership, operation_id="partnership")
def partnership(request: ApiRequest, partnership_id: UUID) -> told.Partnership:
    """One of them."""
    return telling.partnership(finding.partnership(request, partnership_id))


@router.get(
    "/partnerships/{uuid:partnership_id}/organisations",
    response=told.Page[told.Organisation],
    operation_id="organisations",
)
def organisations(request: ApiRequest, partnership_id: UUID) -> told.Page[told.Organisation]:
    """Who can own or deliver an activity today."""
    found: list[Organisation] = list(
        request.scope.possible_deliverers(finding.partnership(request, partnership_id)).order_by("name")
    )
    return told.Page(results=[told.Organisation(id=each.pk, name=each.name) for each in found], next=None)


@router.get("/partnerships/{uuid:partnership_id}/periods", response=told.Page[told.Period], operation_id="periods")
def periods(request: ApiRequest, partnership_id: UUID) -> told.Page[told.Period]:
    """Its periods, the latest first, each with the edition by which it is valued."""
    found = finding.partnership(request, partnership_id)
    uses = request.scope.period_methods.filter(period__partnership=found).select_related("edition")
    methods = {use.period_id: str(use.edition) for use in uses.order_by("number").defer("edition__files")}
    rows = request.scope.periods.filter(partnership=found).order_by("-first_day")
    return told.Page(results=[telling.period(each, methods.get(each.pk)) for each in rows], next=None)


@router.get("/periods/{uuid:period_id}/method", response=told.Method, operation_id="method")
def method(request: ApiRequest, period_id: UUID) -> told.Method:
    """The measures by which a period is valued, with units and inputs."""
    period = get_object_or_404(request.scope.periods, pk=period_id)
    return telling.method(method_of(request.scope, period))


@router.get("/partnerships/{uuid:partnership_id}/dashboard", response=told.Dashboard, operation_id="dashboard")
def dashboard(request: ApiRequest, partnership_id: UUID) -> told.Dashboard:
    """The totals that its members share, as its dashboard shows them."""
    found = finding.partnership(request, partnership_id)
    return told.Dashboard.model_validate(dashboard_record(dashboard_of(request.scope, found, request.GET)))
