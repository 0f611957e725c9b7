// A matrix (table[data-grid]) by keyboard: arrows go from cell to cell, Home and End along the row.
// A cell's link opens its records in place by htmx (hx-get); the link itself leads to the same list.

export function steerMatrix(): void {
  document.addEventListener("keydown", (event) => {
    const cell = (event.target as Element | null)?.closest<HTMLTableCellElement>("table[data-grid] td");
    const link = cell && goal(cell, event.key)?.querySelector<HTMLElement>("a");
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const opener = (event as CustomEvent<{ ctx?: { sourceElement?: Element } }>).detail.ctx?.sourceElement;
    const table = opener?.closest("table[data-grid]");
    const panel = document.querySelector<HTMLElement>(".opening");
    if (!opener || !table || !panel) return;
    for (const open of table.querySelectorAll("[aria-expanded]")) open.removeAttribute("aria-expanded");
    opener.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element | null)?.closest("[data-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  // What cannot be opened in place is visited: signing in again, or the page that says what is wrong.
  document.addEventListener("htmx:response:error", (event) => {
    const opener = (event as CustomEvent<{ ctx?: { sourceElement?: Element } }>).detail.ctx?.sourceElement;
    const link = opener?.closest<HTMLAnchorElement>("a[href]");
    if (link) location.assign(link.href);
  });
}

// Back to the cell from which the records were opened.
function close(): void {
  const panel = document.querySelector<HTMLElement>(".opening:not([hidden])");
  if (!panel) return;
  panel.hidden = true;
  const opener = document.querySelector<HTMLElement>("table[data-grid] [aria-expanded]");
  opener?.removeAttribute("aria-expanded");
  opener?.focus();
}

function goal(cell: HTMLTableCellElement, key: string): Element | null | undefined {
  const row = cell.parentElement as HTMLTableRowElement;
  const cells = [...row.querySelectorAll("td")];
  switch (key) {
    case "ArrowLeft":
      return cell.previousElementSibling;
    case "ArrowRight":
      return cell.nextElementSibling;
    case "ArrowUp":
      return row.previousElementSibling?.children[cell.cellIndex];
    case "ArrowDown":
      return row.nextElementSibling?.children[cell.cellIndex];
    case "Home":
      return cells[0];
    case "End":
      return cells[cells.length - 1];
    default:
      return undefined;
  }
}
