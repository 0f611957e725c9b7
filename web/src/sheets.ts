// Tables that can be taken along as a sheet: which columns are shown is kept in the address (hide=NAME.2.5), and the sheet
// leaves out the same ones. A column is named by its place; one that is only drawn (data-picture) has none.

export function chooseColumns(): void {
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    const name = box.closest<HTMLElement>("[data-columns]")?.dataset.columns;
    if (name) choose(name, box);
  });
  // Whoever goes on in the list, narrows it or finds in it keeps the choice.
  document.addEventListener("click", (event) => {
    const target = event.target as Element | null;
    for (const open of document.querySelectorAll<HTMLDetailsElement>("details.columns[open]")) {
      if (!open.contains(target)) open.open = false;
    }
    const link = target?.closest<HTMLAnchorElement>("main a[href]:not([data-sheet])");
    if (link && link.origin === location.origin && link.pathname === location.pathname) link.href = withChoice(link.href);
  });
  document.addEventListener("formdata", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "get" || new URL(form.action).pathname !== location.pathname) return;
    for (const value of chosen()) event.formData.append("hide", value);
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" ? document.querySelector<HTMLDetailsElement>("details.columns[open]") : null;
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
  document.addEventListener("htmx:after:swap", offer);
  offer();
}

/** Fills the choosers of this page, and hides what is not chosen. */
function offer(): void {
  for (const chooser of document.querySelectorAll<HTMLElement>("details[data-columns][hidden]")) {
    const name = chooser.dataset.columns ?? "";
    const places = placesOf(name).filter((place) => place.heading !== "" && !place.serial);
    const list = chooser.querySelector("div");
    if (places.length < 3 || !list) continue;
    const hidden = hiddenIn(name);
    list.replaceChildren(...places.map((place) => labelled(place, !hidden.has(place.number))));
    chooser.hidden = false;
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-sheet]")) {
    show(link.dataset.sheet ?? "");
  }
}

interface Place {
  /** In the address. */
  number: number;
  /** Among the cells of a row. */
  column: number;
  heading: string;
  serial: boolean;
}

function tableOf(name: string): HTMLTableElement | null {
  return document.querySelector<HTMLTableElement>(`table[data-export="${name}"]`);
}

function placesOf(name: string): Place[] {
  const rows = tableOf(name)?.tHead?.rows;
  if (rows?.length !== 1) return [];
  const cells = [...(rows[0]?.cells ?? [])];
  let number = 0;
  return cells.flatMap((cell, column) => {
    if (cell.dataset.picture !== undefined) return [];
    const heading = (cell.textContent ?? "").trim();
    return [{ number: number++, column, heading, serial: cell.classList.contains("serial") }];
  });
}

function labelled(place: Place, checked: boolean): HTMLElement {
  const box = Object.assign(document.createElement("input"), {
    type: "checkbox",
    className: "form-check-input",
    value: String(place.number),
    checked,
  });
  const label = document.createElement("label");
  label.append(box, place.heading);
  return label;
}

function choose(name: string, box: HTMLInputElement): void {
  const boxes = [...(box.closest("[data-columns]")?.querySelectorAll<HTMLInputElement>("input") ?? [])];
  // A table without columns is none.
  if (!boxes.some((each) => each.checked)) box.checked = true;
  const hidden = boxes.filter((each) => !each.checked).map((each) => each.value);
  const address = new URL(location.href);
  const others = chosen().filter((value) => !value.startsWith(`${name}.`));
  address.searchParams.delete("hide");
  for (const value of others) address.searchParams.append("hide", value);
  if (hidden.length > 0) address.searchParams.append("hide", [name, ...hidden].join("."));
  history.replaceState(history.state, "", address);
  show(name);
}

/** Shows the chosen columns of a table, and has the sheet hold the same. */
function show(name: string): void {
  const hidden = hiddenIn(name);
  for (const { number, column } of placesOf(name)) {
    for (const row of tableOf(name)?.rows ?? []) {
      const cell = row.cells[column];
      if (cell) cell.hidden = hidden.has(number);
    }
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>(`a[data-sheet="${name}"]`)) {
    link.href = withChoice(link.href);
  }
}

function chosen(): string[] {
  return new URL(location.href).searchParams.getAll("hide");
}

function hiddenIn(name: string): Set<number> {
  const places = chosen().flatMap((value) => {
    const [of, ...numbers] = value.split(".");
    return of === name ? numbers.map(Number) : [];
  });
  return new Set(places);
}

function withChoice(href: string): string {
  const address = new URL(href);
  address.searchParams.delete("hide");
  for (const value of chosen()) address.searchParams.append("hide", value);
  return address.href;
}
