// Says, before the page is painted, that scripts run here, so that nothing jumps when they do.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
