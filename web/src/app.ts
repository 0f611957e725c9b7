// Small behaviors over pages that work without them.
import "htmx.org/dist/htmx.min.js";

// A form is sent once: the second press of an impatient thumb does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What belongs together lights up together: a sentence of the arrangement and its duties.
function light(code: string | undefined, on: boolean): void {
  if (!code) return;
  for (const element of document.querySelectorAll<HTMLElement>("[data-joins]")) {
    if (element.dataset.joins?.split(" ").includes(code)) element.classList.toggle("lit", on);
  }
}
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  for (const [name, on] of [[begin, true], [end, false]] as const) {
    document.addEventListener(name, (event) => {
      const joined = (event.target as Element | null)?.closest<HTMLElement>("[data-joins]");
      for (const code of joined?.dataset.joins?.split(" ") ?? []) light(code, on);
    });
  }
}

// Arrow keys move through a matrix from cell to cell.
document.addEventListener("keydown", (event) => {
  const cell = (event.target as Element | null)?.closest("table[data-grid] td");
  if (!cell) return;
  const row = cell.parentElement as HTMLTableRowElement;
  const column = [...row.children].indexOf(cell);
  const next: Record<string, Element | null | undefined> = {
    ArrowLeft: cell.previousElementSibling,
    ArrowRight: cell.nextElementSibling,
    ArrowUp: row.previousElementSibling?.children[column],
    ArrowDown: row.nextElementSibling?.children[column],
  };
  const link = next[event.key]?.querySelector<HTMLElement>("a");
  if (link) {
    event.preventDefault();
    link.focus();
  }
});

// A list of people narrows to those whose name or initials begin as typed.
document.addEventListener("input", (event) => {
  const field = event.target as HTMLInputElement;
  const list = field.dataset.narrows && document.getElementById(field.dataset.narrows);
  if (!list) return;
  const typed = field.value.trim().toLowerCase();
  for (const item of list.querySelectorAll<HTMLElement>("[data-name]")) {
    item.hidden = !(item.dataset.name ?? "").includes(typed);
  }
});
document.addEventListener("click", (event) => {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-checks]");
  const list = button?.dataset.checks && document.getElementById(button.dataset.checks);
  if (!list) return;
  const boxes = [...list.querySelectorAll<HTMLInputElement>("input[type=checkbox]")].filter((box) => box.offsetParent);
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});

// A choice that changes the form sends it at once; without script a button does.
document.addEventListener("change", (event) => {
  const field = event.target as HTMLSelectElement;
  if (field.dataset.reload !== undefined) field.form?.requestSubmit();
});
