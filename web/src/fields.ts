// What several modules do with the fields of a form.

/** The token with which a form proves that it is ours. */
export function token(within: ParentNode): string {
  return within.querySelector<HTMLInputElement>("input[name=_csrf]")?.value ?? "";
}

/** Puts words where the cursor is, as if they were typed. */
export function insert(text: HTMLTextAreaElement, words: string): void {
  text.focus();
  // Keeps the browser's own undo.
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
