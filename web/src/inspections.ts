// Reading others' notes by keyboard: keys lead to what carries data-key, and a selected passage goes into the comment.
// Without this script the same forms take a passage as typed, or the number of a paragraph.

export function readInspections(): void {
  if (!document.querySelector("[data-key]")) return;
  document.addEventListener("keydown", press);
  document.addEventListener("selectionchange", takePassage);
  for (const hidden of document.querySelectorAll<HTMLElement>("[data-highlight]")) hidden.hidden = false;
  if (matchMedia("(pointer: fine)").matches) {
    for (const hint of document.querySelectorAll<HTMLElement>("[data-keys-hint]")) hint.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = (event.target as Element | null)?.closest<HTMLElement>("[data-highlight]");
    const form = button?.closest("form");
    if (!form) return;
    const quote = field(form, "quote");
    // A highlight has no words; without a passage there is nothing to highlight.
    if (!quote.value && !field(form, "paragraph").value) return quote.focus();
    field(form, "text").value = "";
    form.requestSubmit();
  });
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function press(event: KeyboardEvent): void {
  const typing = (event.target as Element | null)?.closest<HTMLElement>("input, textarea, select, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) typing.closest("form")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/.test(event.key)) return;
  const goal = document.querySelector<HTMLElement>(`[data-key="${event.key}"]`);
  if (!goal) return;
  event.preventDefault();
  // The browser tells of a selection a moment later; a quick hand has pressed the key by then.
  takePassage();
  const folded = goal.closest("details");
  if (folded) folded.open = true;
  if (goal.matches("a, button")) goal.click();
  else goal.focus();
}

/** Puts what is selected in the text into the form, with where it begins. */
function takePassage(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-passage-form]");
  const text = document.querySelector<HTMLElement>("[data-passages]");
  const selection = document.getSelection();
  if (!form || !text || !selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const quote = range.toString();
  field(form, "quote").value = quote.replace(/\s+/g, " ").trim().slice(0, 1000);
  field(form, "start").value = String([...before.toString()].length);
}
