// The editor of notes: saves itself at every pause, keeps what could not be sent on the device, and sends it when the
// network is back. form[data-note] carries the name under which it is kept: note.ACCOUNT.NOTE. A draft that is sent twice
// is one note: its key is made once. data-stays keeps the address, where the editor stands beside something else.
// ?kept=NAME opens what waits under another name.

import "@github/markdown-toolbar-element";
import { subscribe } from "@github/paste-markdown";
import { drop, keep, kept } from "./drafts";
import { insert, token } from "./fields";
import { dropSent, isNothing, post, same, sendLeft } from "./left";

const PAUSE_MS = 1500;
// Whoever types without a pause is saved all the same.
const LONGEST_MS = 10_000;
const AGAIN_MS = 8000;
const FIELDS = ["note", "key", "saves", "activity", "on", "title", "tags", "text"];
const TABLE = "\n| 　 | 　 |\n| --- | --- |\n| 　 | 　 |\n";

type Brought = { files: { id: string; name: string; told: string; picture: boolean }[] };

let editor: Editor | undefined;

export function writeNotes(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-note]");
  if (form) {
    editor = new Editor(form);
    editor.start();
  }
  void sendLeft();
  window.addEventListener("online", () => void sendLeft());
  for (const row of document.querySelectorAll<HTMLElement>("[data-fills]")) {
    row.hidden = false;
    row.addEventListener("click", (event) => {
      const chip = (event.target as Element).closest("button");
      const field = document.getElementById(row.dataset.fills ?? "") as HTMLTextAreaElement | null;
      if (!chip || !field) return;
      field.value = chip.textContent ?? "";
      field.focus();
    });
  }
}

/** Sends what is open here and what waits on the device; whether nothing is open that the server does not have. */
export async function sendNotes(): Promise<boolean> {
  const saved = (await editor?.send()) ?? true;
  await sendLeft();
  return saved;
}

class Editor {
  private readonly text: HTMLTextAreaElement;
  private readonly state: HTMLElement;
  private timer = 0;
  private begun = 0;
  private dirty = false;
  // One request at a time: the next one names what the last one was answered with.
  private sending: Promise<void> | null = null;

  constructor(private readonly form: HTMLFormElement) {
    this.text = form.querySelector<HTMLTextAreaElement>("textarea[name=text]")!;
    this.state = form.querySelector<HTMLElement>("[data-state]")!;
  }

  start(): void {
    this.restore();
    this.count();
    subscribe(this.text);
    for (const tools of this.form.querySelectorAll<HTMLElement>("[data-toolbar], button[data-md]")) tools.hidden = false;
    this.form.addEventListener("input", (event) => this.typed(event.target as Element));
    this.form.addEventListener("click", (event) => this.tool(event));
    this.form.addEventListener("change", (event) => this.brings(event.target as HTMLInputElement));
    this.text.addEventListener("paste", (event) => this.pictures(event, event.clipboardData));
    this.text.addEventListener("drop", (event) => this.pictures(event, event.dataTransfer));
    this.form.addEventListener("submit", () => window.clearTimeout(this.timer));
    window.addEventListener("online", () => void this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.dirty) void this.send(true);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void this.send();
    });
  }

  // The name goes with the note, which is begun by the first answer.
  private get name(): string {
    return this.form.dataset.note ?? "";
  }

  private restore(): void {
    const mine = this.name.slice(0, this.name.lastIndexOf(".") + 1);
    const asked = new URLSearchParams(location.search).get("kept") ?? "";
    const name = asked.startsWith(mine) ? asked : this.name;
    const left = kept(name);
    // After a mistake the server itself sends back what was typed, and that is newer.
    if (left.text === undefined || this.form.querySelector(".wrong")) return;
    const now = this.fields();
    if (same({ ...now, ...left }, now)) return drop(name);
    for (const part of ["on", "title", "tags", "text"]) if (left[part] !== undefined) this.field(part).value = left[part];
    if (left.file !== undefined) this.tick(left.file.split(" ").filter(Boolean));
    // From which save it began goes with it: what another device has saved since is not written over.
    const here = name === this.name || (left.note ?? "") === now.note;
    if (here) for (const part of ["note", "key", "saves"]) if (left[part]) this.field(part).value = left[part];
    if (name !== this.name) {
      keep(this.name, this.fields());
      drop(name);
      history.replaceState(null, "", location.pathname);
    }
    this.say(this.form.dataset.restored);
    this.later(0);
  }

  private field(name: string): HTMLInputElement | HTMLTextAreaElement {
    return this.form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
  }

  private typed(target: Element): void {
    this.count();
    if (!target.matches("[name=text], [name=title], [name=on], [name=tags]")) return;
    this.changed();
  }

  private changed(): void {
    keep(this.name, this.fields());
    this.say(this.form.dataset.typing);
    this.begun ||= Date.now();
    this.later(Math.max(0, Math.min(PAUSE_MS, this.begun + LONGEST_MS - Date.now())));
  }

  private fields(): Record<string, string> {
    const ticked = [...this.form.querySelectorAll<HTMLInputElement>("input[name=file]:checked")].map((box) => box.value);
    return { ...Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value])), file: ticked.join(" ") };
  }

  private later(pause: number): void {
    this.dirty = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), pause);
  }

  /** Whether the server has all of it. */
  async send(leaving = false): Promise<boolean> {
    window.clearTimeout(this.timer);
    await this.sending;
    if (this.dirty) {
      this.dirty = false;
      this.begun = 0;
      this.sending = this.sendOnce(leaving).finally(() => (this.sending = null));
    }
    await this.sending;
    return !this.dirty;
  }

  private async sendOnce(leaving: boolean): Promise<void> {
    const fields = this.fields();
    // A note with nothing in it is not begun.
    if (isNothing(fields)) return drop(this.name);
    const answer = await post(fields, token(this.form), leaving);
    if (!("saves" in answer)) {
      this.dirty = true;
      this.say(answer.status === 0 ? this.form.dataset.offline : answer.said || this.form.dataset.failed);
      if (answer.status === 0) this.timer = window.setTimeout(() => void this.send(), AGAIN_MS);
      return;
    }
    this.field("saves").value = String(answer.saves);
    if (!this.field("note").value) {
      this.field("note").value = answer.note;
      if (this.form.dataset.stays === undefined) history.replaceState(null, "", `/notes/${answer.note}/edit`);
    }
    const before = this.name;
    this.form.dataset.note = `${before.slice(0, before.lastIndexOf("."))}.${answer.note}`;
    // What was typed meanwhile begins from this save, and is kept under the note's own name.
    if (this.dirty) keep(this.name, this.fields());
    dropSent(before, this.dirty && before !== this.name ? this.fields() : fields);
    this.say(answer.said, answer.aside);
  }

  private say(said?: string, href?: string): void {
    this.state.replaceChildren(href ? Object.assign(document.createElement("a"), { href, textContent: said }) : (said ?? ""));
  }

  private count(): void {
    const count = this.form.querySelector<HTMLElement>("[data-count]");
    const signs = this.text.value.replace(/\s/g, "").length;
    if (count) count.textContent = signs > 0 ? (count.dataset.count ?? "").replace("0", String(signs)) : "";
    // Browsers that size fields by their content need no help.
    if (CSS.supports("field-sizing", "content")) return;
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  private tool(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-md]");
    if (!button) return;
    if (button.dataset.md === "table") insert(this.text, TABLE);
    else if (button.dataset.md === "picture") this.choose();
    else void this.preview(button);
  }

  private choose(): void {
    const field = Object.assign(document.createElement("input"), { type: "file", accept: "image/*", multiple: true });
    field.addEventListener("change", () => void this.show([...(field.files ?? [])]));
    field.click();
  }

  private pictures(event: Event, from: DataTransfer | null): void {
    const files = [...(from?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (files.length === 0) return;
    event.preventDefault();
    void this.show(files);
  }

  private async show(files: File[]): Promise<void> {
    const brought = await this.bring(files);
    for (const file of brought) insert(this.text, `\n![${this.form.dataset.picture}](files/${file.id})\n`);
  }

  private async brings(field: HTMLInputElement): Promise<void> {
    if (field.matches("[name=file]")) return this.changed();
    if (!field.matches("[data-brings]") || !field.files?.length) return;
    const brought = await this.bring([...field.files]);
    if (brought.length === 0) return;
    for (const { id, name, told } of brought) this.page(id, name, told);
    field.value = "";
    this.changed();
  }

  private page(id: string, name: string, told: string): void {
    const row = document.createElement("li");
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", name: "file", value: id, checked: true });
    label.append(box, " ", name, " ", Object.assign(document.createElement("span"), { className: "soft small nowrap", textContent: told }));
    row.append(label);
    this.form.querySelector("[data-pages]")?.append(row);
  }

  // Those that were ticked on the device; a page that this form does not show was brought there.
  private tick(files: string[]): void {
    const boxes = [...this.form.querySelectorAll<HTMLInputElement>("input[name=file]")];
    for (const box of boxes) box.checked = files.includes(box.value);
    const there = boxes.map((box) => box.value);
    const words = this.form.querySelector("label[for=files]")?.textContent ?? "";
    for (const file of files) if (!there.includes(file)) this.page(file, words, "");
  }

  private async bring(files: File[]): Promise<Brought["files"]> {
    this.say(this.form.dataset.bringing);
    const body = new FormData();
    body.set("_csrf", token(this.form));
    for (const file of files) body.append("files", file);
    try {
      const answer = await fetch("/notes/files", { method: "post", body, headers: { accept: "application/json" } });
      const said = (await answer.json()) as Brought & { detail?: string };
      this.say(answer.ok ? "" : (said.detail ?? this.form.dataset.failed));
      return answer.ok ? said.files : [];
    } catch {
      this.say(this.form.dataset.failed);
      return [];
    }
  }

  private async preview(button: HTMLElement): Promise<void> {
    const page = this.form.querySelector<HTMLElement>("[data-preview]")!;
    const show = page.hidden;
    if (show) {
      const body = new URLSearchParams({ _csrf: token(this.form), text: this.text.value, note: this.field("note").value });
      const answer = await fetch("/notes/preview", { method: "post", body }).catch(() => null);
      if (!answer?.ok) return this.say(this.form.dataset.failed);
      page.innerHTML = await answer.text();
    }
    page.hidden = !show;
    this.text.hidden = show;
    button.setAttribute("aria-pressed", String(show));
    if (!show) this.text.focus();
  }
}
