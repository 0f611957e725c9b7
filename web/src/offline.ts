// Writing without a network: the browser keeps one page (worker.js), which keeps notes on the device under the names that
// notebook.ts sends from the next page that there is. form[data-apart] is that page's.

import { keep, kept, names } from "./drafts";

// Whoever was signed in last on this device; signing out forgets it with everything else.
const ME = "me";

export function writeOffline(): void {
  const { me, worker } = document.body.dataset;
  if (me && worker) {
    keep(ME, { account: me });
    void navigator.serviceWorker?.register(worker, { scope: "/" }).catch(() => undefined);
  }
  const form = document.querySelector<HTMLFormElement>("form[data-apart]");
  if (form) write(form, kept(ME).account);
}

function write(form: HTMLFormElement, me: string | undefined): void {
  if (!me) return;
  form.hidden = false;
  for (const nobody of document.querySelectorAll<HTMLElement>("[data-nobody]")) nobody.hidden = true;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
  let key = "";
  let rest: Record<string, string> = {};
  const open = (name: string) => {
    rest = kept(name);
    key = name || `note.${me}.${crypto.randomUUID()}`;
    for (const part of ["title", "text"]) field(part).value = rest[part] ?? "";
    field("on").value = rest.on ?? today();
    field("text").focus();
  };
  open("");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(["on", "title", "text"].map((name) => [name, field(name).value]));
    const fresh = { note: "", key: key.split(".").pop() ?? "", saves: "0", activity: "", tags: "", file: "" };
    keep(key, { ...fresh, ...rest, ...typed });
    form.querySelector("[data-state]")?.replaceChildren(form.dataset.offline ?? "");
  });
  const list = document.querySelector<HTMLElement>("[data-left]");
  for (const name of names(`note.${me}.`)) {
    const { title, text } = kept(name);
    const said = title || text?.trim().slice(0, 24);
    if (!said || !list) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: said });
    button.addEventListener("click", () => open(name));
    list.append(button);
    list.hidden = false;
  }
}

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
