// What was typed is kept on the device until the server confirms it, so that no ended session loses it.
// A form opts in with data-keep="a name for what is written, with the account in it".
// The page that confirms carries data-kept="the same name"; once signed out (leaving.ts), the account's own are dropped.

const PREFIX = "xueji.kept.";
// Under this name stands who was signed in last on this device.
const LAST = "me";
const LONGEST_DAYS = 14;
const KEPT_TYPES = ["text", "number", "date", "url"];

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Draft = { at: number; fields: Record<string, string> };

// Whoever signed out on this page: whatever is still under way here keeps nothing of theirs.
let left = "";

export function keepUnsavedText(): void {
  // What was written offline waits for the network, however long that takes.
  const before = Date.now() - LONGEST_DAYS * 86_400_000;
  for (const name of names("")) if (!name.startsWith("note.") && (read(PREFIX + name)?.at ?? 0) < before) drop(name);
  for (const done of document.querySelectorAll<HTMLElement>("[data-kept]")) drop(done.dataset.kept);
  document.querySelectorAll<HTMLFormElement>("form[data-keep]").forEach(restore);
  document.addEventListener("input", (event) => {
    const form = (event.target as Element | null)?.closest<HTMLFormElement>("form[data-keep]");
    if (form) save(form);
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element | null)?.closest("[data-kept-away]");
    const form = button?.closest<HTMLFormElement>("form[data-keep]");
    if (!form) return;
    drop(form.dataset.keep);
    form.reset();
    tell(form, false);
  });
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return ([...form.elements] as Field[]).filter(
    (field) =>
      Boolean(field.name) &&
      (field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement ||
        (field instanceof HTMLInputElement && KEPT_TYPES.includes(field.type))),
  );
}

function save(form: HTMLFormElement): void {
  const fields = fieldsOf(form);
  // Where nothing stands any more, nothing waits.
  if (!fields.some((field) => !(field instanceof HTMLSelectElement) && field.value.trim())) drop(form.dataset.keep);
  else keep(form.dataset.keep, Object.fromEntries(fields.map((field) => [field.name, field.value])));
}

/** Keeps fields under a name, for forms that send themselves. */
export function keep(name: string | undefined, fields: Record<string, string>): void {
  try {
    if (name && !(left && of(name) === left)) localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // A full or forbidden storage costs only the safety net.
  }
}

function restore(form: HTMLFormElement): void {
  const draft = read(PREFIX + form.dataset.keep);
  // After a mistake the server itself sends back what was typed, and that is newer.
  if (!draft || form.querySelector("[aria-invalid=true], .wrong")) return;
  let changed = false;
  for (const field of fieldsOf(form)) {
    const kept = draft.fields[field.name];
    if (!kept || kept === field.value) continue;
    field.value = kept;
    changed = true;
  }
  tell(form, changed);
}

function tell(form: HTMLFormElement, restored: boolean): void {
  const note = form.querySelector<HTMLElement>(".kept");
  if (note) note.hidden = !restored;
}

function read(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft?.fields ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** What is kept under a name; nothing where there is none. */
export function kept(name: string | undefined): Record<string, string> {
  return (name && read(PREFIX + name)?.fields) || {};
}

export function drop(name: string | undefined): void {
  try {
    if (name) localStorage.removeItem(PREFIX + name);
  } catch {
    // As above.
  }
}

/** The names under which something is kept that begin so. */
export function names(begin: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + begin))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

/** What of this account is kept. */
export function own(account: string): string[] {
  return names("").filter((name) => of(name) === account);
}

// quick.ACCOUNT, note.ACCOUNT.NOTE, minutes:ACCOUNT:MEETING
function of(name: string): string | undefined {
  return name.split(/[.:]/)[1];
}

/** Notes whose device this is for the time being. */
export function signedIn(account: string): void {
  keep(LAST, { account });
}

/** Who was signed in last, as long as they have not signed out. */
export function lastSignedIn(): string {
  return kept(LAST).account ?? "";
}

/** Forgets whoever signed out, and nobody else. */
export function forget(account: string): void {
  left = account;
  own(account).forEach(drop);
  if (lastSignedIn() === account) drop(LAST);
}
