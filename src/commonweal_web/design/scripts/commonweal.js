// Every page works without this: it only makes what is there easier to use.
import { initAll } from "./govuk-frontend.min.js";

initAll();

// A button marked "data-print" prints the page; without scripts it stays hidden, and the browser's own menu prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Filters stand open. Where they are not beside the list but above it they would push it off the screen, so there they
// begin closed; what was chosen is said above the list in any case.
for (const panel of document.querySelectorAll("[data-closed-when-narrow]")) {
  panel.open = window.matchMedia("(min-width: 90em)").matches;
}

// A tick box marked "data-ticks-all" ticks every box of its table.
for (const box of document.querySelectorAll("[data-ticks-all]")) {
  const table = box.closest("table");
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("change", () => {
    for (const other of table.querySelectorAll("tbody input[type=checkbox]")) other.checked = box.checked;
  });
}
