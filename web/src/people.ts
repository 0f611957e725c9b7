// Choosing people from a list of boxes: type a name or its pinyin initials, tick all that are shown.
// input[data-narrows=ID], button[data-checks=ID] and output[data-counts=ID] act on the list of that id,
// whose rows carry data-name="name initials".

export function narrowLists(): void {
  document.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    const list = named(field.dataset.narrows);
    if (!list) return;
    const typed = field.value.trim().toLowerCase();
    for (const row of rowsOf(list)) row.hidden = !(row.dataset.name ?? "").toLowerCase().includes(typed);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target as HTMLInputElement;
    const list = event.key === "Enter" ? named(field.dataset?.narrows) : null;
    if (!list) return;
    // Enter ticks the one person left instead of sending the form.
    event.preventDefault();
    const left = rowsOf(list).filter((row) => !row.hidden);
    if (left.length !== 1) return;
    boxesOf(list)[0]?.click();
    field.select();
  });
  document.addEventListener("click", (event) => {
    const list = named((event.target as Element | null)?.closest<HTMLElement>("[data-checks]")?.dataset.checks);
    if (!list) return;
    const boxes = boxesOf(list);
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    count();
  });
  document.addEventListener("change", count);
  count();
}

function named(id: string | undefined): HTMLElement | null {
  return id ? document.getElementById(id) : null;
}

function rowsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-name]")];
}

// The boxes of the rows that are shown.
function boxesOf(list: HTMLElement): HTMLInputElement[] {
  return rowsOf(list)
    .filter((row) => !row.hidden)
    .map((row) => row.querySelector<HTMLInputElement>("input[type=checkbox]"))
    .filter((box) => box !== null);
}

function count(): void {
  for (const output of document.querySelectorAll<HTMLOutputElement>("output[data-counts]")) {
    const list = named(output.dataset.counts);
    if (list) output.value = String(list.querySelectorAll("input[type=checkbox]:checked").length);
  }
}
