// Writing without a network: the browser keeps one page (worker.js), which keeps notes on the device under the names that
// left.ts sends from the next page that there is. form[data-apart] is that page's.
// With a network nobody reads there what another account left; without one nobody can be asked.

import { drop, keep, kept, lastSignedIn, names, signedIn } from "./drafts";
import { title } from "./left";

const LONGEST_ASKING_MS = 5000;

export function writeOffline(): void {
  const { me, worker } = document.body.dataset;
  if (me && worker) {
    signedIn(me);
    void navigator.serviceWorker?.register(worker, { scope: "/" }).catch(() => undefined);
  }
  const form = document.querySelector<HTMLFormElement>("form[data-apart]");
  if (form) void begin(form);
}

async function begin(form: HTMLFormElement): Promise<void> {
  const here = await whose();
  const me = here ?? lastSignedIn();
  const others = here === undefined ? [] : names("note.").filter((name) => !name.startsWith(`note.${me}.`));
  show("[data-nobody]", !me && others.length === 0);
  show("[data-sign-in]", here === "");
  const told = show("[data-others]", others.length > 0);
  if (told) told.textContent = (told.textContent ?? "").replace("0", String(others.length));
  if (me) write(form, me);
}

/** The account that is signed in, empty where none is; nothing where there is no network. */
export async function whose(): Promise<string | undefined> {
  const late = new AbortController();
  const timer = window.setTimeout(() => late.abort(), LONGEST_ASKING_MS);
  try {
    const answer = await fetch("/notes/whose", { signal: late.signal });
    // Whatever else answers, it knows nobody.
    return answer.ok ? ((await answer.json().catch(() => ({}))) as { me?: string }).me ?? "" : "";
  } catch {
    return undefined;
  } finally {
    window.clearTimeout(timer);
  }
}

function show(selector: string, shown: boolean): HTMLElement | null {
  const part = document.querySelector<HTMLElement>(selector);
  if (part) part.hidden = !shown;
  return part;
}

function write(form: HTMLFormElement, me: string): void {
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
  const list = form.querySelector<HTMLElement>("[data-left]")!;
  const away = form.querySelector<HTMLButtonElement>("[data-delete]")!;
  let open = "";
  let rest: Record<string, string> = {};
  const turn = (name: string) => {
    rest = kept(name);
    open = name || `note.${me}.${crypto.randomUUID()}`;
    for (const part of ["title", "text"]) field(part).value = rest[part] ?? "";
    field("on").value = rest.on ?? today();
    away.hidden = !name;
    field("text").focus();
  };
  const tell = () => {
    const left = names(`note.${me}.`).map((name) => ({ name, said: title(kept(name)) }));
    list.replaceChildren(...left.filter(({ said }) => said).map(({ name, said }) => chip(said, () => turn(name))));
    list.hidden = list.childElementCount === 0;
  };
  form.hidden = false;
  turn("");
  tell();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(["on", "title", "text"].map((name) => [name, field(name).value]));
    const fresh = { note: "", key: open.split(".").pop() ?? "", saves: "0", activity: "", tags: "", file: "" };
    keep(open, { ...fresh, ...rest, ...typed });
    away.hidden = false;
    form.querySelector("[data-state]")?.replaceChildren(form.dataset.offline ?? "");
  });
  away.addEventListener("click", () => {
    if (!window.confirm(away.dataset.sure)) return;
    drop(open);
    form.querySelector("[data-state]")?.replaceChildren();
    turn("");
    tell();
  });
}

function chip(textContent: string, act: () => void): HTMLButtonElement {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent });
  button.addEventListener("click", act);
  return button;
}

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
