// Minutes that several write at once: each block saves itself, what others changed is put in, nothing typed is lost.
// form[data-minutes] holds [data-slot] blocks with text-SLOT, from-SLOT (the version it began from), person-SLOT, due-SLOT.
// What could not be sent is kept on the device under the form's name and sent again; signing out asks before it drops it.

import { drop, keep, kept } from "./drafts";

const PAUSE_MS = 2000;
// Whoever types without a pause is saved all the same.
const LONGEST_MS = 10_000;
const ASK_MS = 5000;
const AGAIN_MS = 8000;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Told = { slot: string; kind: string; version: number; sent: number; text: string; person: string | null; due: string | null; html: string };

export function writeMinutes(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-minutes]");
  if (form) new Minutes(form).start();
}

class Minutes {
  private readonly dirty = new Set<string>();
  // One request at a time: the next one names what the last one was answered with.
  private sending: Promise<boolean> | null = null;
  private timer = 0;
  private begun = 0;
  private since: number;
  private readonly writer = key();

  constructor(private readonly form: HTMLFormElement) {
    this.since = Number(form.dataset.since);
  }

  start(): void {
    this.restore();
    this.form.addEventListener("input", (event) => this.typed(event.target as Element));
    // Without script the button saves all; with it, what is not saved yet.
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      void this.save();
    });
    document.addEventListener("click", (event) => {
      const link = (event.target as Element | null)?.closest<HTMLAnchorElement>("a[data-after-saving]");
      if (!link || this.dirty.size === 0) return;
      event.preventDefault();
      void this.save().then((saved) => saved && location.assign(link.href));
    });
    window.addEventListener("online", () => void this.save());
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty.size > 0) event.preventDefault();
    });
    window.setInterval(() => void this.ask(), ASK_MS);
  }

  private typed(target: Element): void {
    const block = target.closest<HTMLElement>("[data-slot]");
    if (!block?.dataset.slot) return;
    this.dirty.add(block.dataset.slot);
    if (block.dataset.spare !== undefined) this.follow(block);
    this.say(this.form.dataset.typing ?? "");
    this.keep();
    this.begun ||= Date.now();
    this.later(Math.max(0, Math.min(PAUSE_MS, this.begun + LONGEST_MS - Date.now())));
  }

  private later(pause: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), pause);
  }

  /** Sends what was typed; true once nothing is left. */
  private async save(): Promise<boolean> {
    if (this.sending) {
      await this.sending;
      return this.save();
    }
    if (this.dirty.size === 0) return true;
    this.sending = this.send().finally(() => (this.sending = null));
    const saved = await this.sending;
    if (!saved) this.later(AGAIN_MS);
    else if (this.dirty.size > 0) this.later(PAUSE_MS);
    return saved && this.dirty.size === 0;
  }

  private async send(): Promise<boolean> {
    this.begun = 0;
    const body = new URLSearchParams({ _csrf: this.field("_csrf")?.value ?? "", writer: this.writer });
    const sent = new Map([...this.dirty].map((slot) => [slot, this.values(slot)]));
    for (const [slot, values] of sent) for (const [name, value] of Object.entries(values)) body.set(`${name}-${slot}`, value);
    let answer: Response;
    try {
      answer = await fetch(`${this.form.action}/blocks`, { method: "post", body, headers: { accept: "application/json" } });
    } catch {
      this.say(this.form.dataset.waits ?? "");
      return false;
    }
    const told = (await answer.json().catch(() => ({}))) as { said?: string; detail?: string; blocks?: Told[] };
    if (!answer.ok || !told.blocks) {
      this.say(told.detail ?? this.form.dataset.waits ?? "");
      return false;
    }
    for (const [slot, values] of sent) {
      const now = this.values(slot);
      const changed = ["text", "person", "due"].some((name) => now[name] !== values[name]);
      const saved = told.blocks.find((one) => one.slot === slot);
      if (!changed) this.dirty.delete(slot);
      // Whoever types on goes on from what was sent; the others' words come in with the next pause.
      if (saved) changed ? this.set(`from-${slot}`, String(saved.sent)) : this.put(saved);
    }
    this.keep();
    this.say(told.said ?? "");
    return true;
  }

  /** What others changed, into every block in which nobody is typing. */
  private async ask(): Promise<void> {
    if (document.hidden || this.sending || !navigator.onLine) return;
    const answer = await fetch(`${this.form.action}/changes?since=${this.since}`, { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || this.sending) return;
    const told = (await answer.json()) as { since: number; blocks: Told[] };
    let all = true;
    for (const one of told.blocks) {
      const block = this.block(one.slot);
      if (!block) this.insert(one);
      // What was saved while this answer was under way is newer.
      else if (Number(this.field(`from-${one.slot}`)?.value) >= one.version) continue;
      else if (this.dirty.has(one.slot) || block.contains(document.activeElement)) all = false;
      else this.put(one);
    }
    // A block that is being typed in is told of again.
    if (all) this.since = told.since;
  }

  private put(one: Told): void {
    this.set(`from-${one.slot}`, String(one.version));
    this.set(`text-${one.slot}`, one.text);
    this.set(`person-${one.slot}`, one.person ?? "");
    this.set(`due-${one.slot}`, one.due ?? "");
  }

  private insert(one: Told): void {
    const section = this.form.querySelector<HTMLElement>(`[data-section="${one.kind}"]`);
    if (!section || !one.html) return;
    const spare = section.querySelector("[data-spare]");
    const made = new DOMParser().parseFromString(one.html, "text/html").body.firstElementChild;
    if (made) spare ? spare.before(made) : section.append(made);
  }

  /** One more empty block after the one that was begun. */
  private follow(block: HTMLElement): void {
    const [slot, next] = [block.dataset.slot ?? "", `${block.dataset.kind}-${key()}`];
    delete block.dataset.spare;
    const copy = block.cloneNode(true) as HTMLElement;
    copy.dataset.spare = "";
    rename(copy, slot, next);
    for (const control of copy.querySelectorAll<Control>("textarea, select, input")) control.value = control.type === "hidden" ? "0" : "";
    block.after(copy);
  }

  private values(slot: string): Record<string, string> {
    const found = ["text", "from", "person", "due"].map((name) => [name, this.field(`${name}-${slot}`)?.value] as const);
    return Object.fromEntries(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
  }

  private field(name: string): Control | null {
    return this.form.elements.namedItem(name) as Control | null;
  }

  private set(name: string, value: string): void {
    const field = this.field(name);
    if (field && field.value !== value) field.value = value;
  }

  private block(slot: string): HTMLElement | null {
    return this.form.querySelector<HTMLElement>(`[data-slot="${slot}"]`);
  }

  private say(text: string): void {
    const place = this.form.querySelector<HTMLElement>("[data-said]");
    if (place && place.textContent !== text) place.textContent = text;
  }

  private keep(): void {
    const fields = [...this.dirty].flatMap((slot) => Object.entries(this.values(slot)).map(([name, value]) => [`${name}-${slot}`, value]));
    if (fields.length === 0) drop(this.form.dataset.minutes);
    else keep(this.form.dataset.minutes, Object.fromEntries(fields) as Record<string, string>);
  }

  /** What an earlier window could not send. */
  private restore(): void {
    const fields = kept(this.form.dataset.minutes);
    for (const name of Object.keys(fields).filter((name) => name.startsWith("text-"))) {
      const slot = name.slice("text-".length);
      const spare = this.block(slot) ? null : this.form.querySelector<HTMLElement>(`[data-spare][data-kind="${slot.split("-")[0]}"]`);
      if (spare) {
        this.follow(spare);
        rename(spare, spare.dataset.slot ?? "", slot);
      }
      if (!this.block(slot)) continue;
      for (const field of ["from", "text", "person", "due"]) this.set(`${field}-${slot}`, fields[`${field}-${slot}`] ?? "");
      this.dirty.add(slot);
    }
    if (this.dirty.size > 0) void this.save();
  }
}

/** Gives a block another slot, in every name that carries it. */
function rename(block: HTMLElement, from: string, to: string): void {
  block.dataset.slot = to;
  for (const part of block.querySelectorAll("[name], [id], [for]"))
    for (const name of ["name", "id", "for"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.replace(from, to));
    }
}

function key(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
