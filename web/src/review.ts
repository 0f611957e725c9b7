// The review of a draft: a stretch of the text that is selected can be made a part, and the marks in the text follow
// the decisions on the right.

export function reviewDrafts(): void {
  document.addEventListener("selectionchange", offerSelection);
  document.addEventListener("htmx:after:swap", paint);
  document.addEventListener("focusin", showSentence);
  document.addEventListener("click", showSentence);
  paint();
}

/** Brings the sentence of the part that is worked on into view beside it, where the text has a frame of its own. */
function showSentence(event: Event): void {
  const part = (event.target as Element | null)?.closest<HTMLElement>(".part");
  const text = document.querySelector<HTMLElement>("[data-markable]");
  if (!part || !text || text.scrollHeight <= text.clientHeight) return;
  const marks = text.querySelectorAll<HTMLElement>("[data-joins]");
  const mark = [...marks].find((each) => each.dataset.joins?.split(" ").includes(part.id));
  if (!mark) return;
  const [place, frame] = [mark.getBoundingClientRect(), text.getBoundingClientRect()];
  if (place.top < frame.top || place.bottom > frame.bottom) {
    text.scrollTop += place.top - frame.top - frame.height / 3;
  }
}

/** Shows the bar with the button while something in the text is selected. */
function offerSelection(): void {
  const bar = document.querySelector<HTMLFormElement>("form[data-selection]");
  const selection = document.getSelection();
  if (!bar || !selection) return;
  const range = selection.isCollapsed || selection.rangeCount === 0 ? null : selection.getRangeAt(0);
  const start = range && place(range.startContainer, range.startOffset);
  const end = range && place(range.endContainer, range.endOffset);
  // Pressing the button itself ends the selection in some browsers: what was offered last stays.
  if (start === null || end === null || end <= start) {
    if (!bar.contains(document.activeElement)) bar.hidden = true;
    return;
  }
  const field = (name: string): HTMLInputElement => bar.elements.namedItem(name) as HTMLInputElement;
  field("start").value = String(start);
  field("end").value = String(end);
  const words = selection.toString();
  (bar.querySelector("q") as HTMLElement).textContent = words.length > 40 ? `${words.slice(0, 40)}…` : words;
  bar.hidden = false;
}

/** Characters from the beginning of the whole text; null outside of it. */
function place(node: Node, offset: number): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const piece = element?.closest<HTMLElement>("[data-markable] [data-at]");
  if (!piece) return null;
  const before = node instanceof Text ? (node.textContent ?? "").slice(0, offset) : offset > 0 ? (piece.textContent ?? "") : "";
  return Number(piece.dataset.at) + [...before].length;
}

/** Gives the marks in the text the decision on their part. */
function paint(): void {
  if (!document.querySelector("[data-markable]")) return;
  const decided = new Map<string, string>();
  for (const part of document.querySelectorAll<HTMLElement>(".part")) {
    const decision = [...part.classList].find((name) => name.startsWith("is-"));
    if (decision) decided.set(part.id, decision);
  }
  for (const mark of document.querySelectorAll<HTMLElement>("[data-markable] [data-joins]")) {
    const codes = mark.dataset.joins?.split(" ") ?? [];
    mark.classList.toggle("is-part", codes.some((code) => code.startsWith("part-")));
    mark.classList.toggle("is-asked", codes.some((code) => !code.startsWith("part-")));
    for (const name of ["is-accepted", "is-rejected", "is-pending"]) {
      mark.classList.toggle(name, codes.some((code) => decided.get(code) === name));
    }
  }
}
