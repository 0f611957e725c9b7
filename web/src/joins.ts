// A sentence of the arrangement and the duties read out of it light up together, by pointer and by keyboard.
// Both sides carry data-joins="code code"; those that share a code belong together.

export function joinSentences(): void {
  for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]] as const) {
    document.addEventListener(begin, (event) => light(joinedAt(event)));
    document.addEventListener(end, () => light(null));
  }
}

function joinedAt(event: Event): HTMLElement | null {
  return (event.target as Element | null)?.closest<HTMLElement>("[data-joins]") ?? null;
}

function light(from: HTMLElement | null): void {
  const codes = codesOf(from);
  for (const side of document.querySelectorAll<HTMLElement>("[data-joins]")) {
    side.classList.toggle("lit", codes.some((code) => codesOf(side).includes(code)));
  }
}

function codesOf(side: HTMLElement | null): string[] {
  return side?.dataset.joins?.split(" ").filter(Boolean) ?? [];
}
