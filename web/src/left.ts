// Notes that wait on the device: sent, each under the name under which it is kept, and told of where they were refused.

import { drop, kept, names } from "./drafts";
import { token } from "./fields";

// What a page that is being left may still send, in bytes: browsers allow 64 KiB.
const MOST_WHEN_LEAVING = 60_000;
// What no further try would change; a form out of date (422 without a field that is wrong) is sent by the next page.
const FOR_GOOD = [403, 404, 409, 413];
const SEPARATED = ["tags", "file"];

export type Note = Record<string, string>;
export type Answer = { note: string; saves: number; known: boolean; said: string; aside?: string };
export type Refusal = { status: number; said: string; forGood: boolean };
type Problem = { detail?: string; errors?: unknown[] };

// What somebody wrote of a note; the rest says which note it is.
const WRITTEN = ["on", "title", "tags", "text", "file"];

/** Whether two say the same, however the server lays it out. */
export function same(one: Note, other: Note): boolean {
  return WRITTEN.every((name) => plain(name, one[name]) === plain(name, other[name]));
}

function plain(name: string, value = ""): string {
  if (!SEPARATED.includes(name)) return value.replace(/\r\n/g, "\n").trim();
  return [...new Set(value.split(/[\s,，、#；;]+/).filter(Boolean))].sort().join(" ");
}

/** Whether there is nothing to begin a note with. */
export function isNothing(note: Note): boolean {
  return !note.text?.trim() && !note.title?.trim() && !note.file && !note.note;
}

/** Drops what was sent, unless it was written on meanwhile, here or in another tab. */
export function dropSent(name: string, sent: Note): void {
  if (same(kept(name), sent)) drop(name);
}

/** The server's answer; a status of 0 where none came. */
export async function post(note: Note, csrf: string, leaving = false): Promise<Answer | Refusal> {
  const body = new URLSearchParams({ ...note, _csrf: csrf });
  body.delete("file");
  for (const file of (note.file ?? "").split(" ").filter(Boolean)) body.append("file", file);
  const keepalive = leaving && body.toString().length < MOST_WHEN_LEAVING;
  try {
    const answer = await fetch("/notes/keep", { method: "post", body, headers: { accept: "application/json" }, keepalive });
    if (answer.ok) return (await answer.json()) as Answer;
    const { detail = "", errors = [] } = (await answer.json().catch(() => ({}))) as Problem;
    const forGood = FOR_GOOD.includes(answer.status) || (answer.status === 422 && errors.length > 0);
    return { status: answer.status, said: detail, forGood };
  } catch {
    return { status: 0, said: "", forGood: false };
  }
}

let sending: Promise<void> = Promise.resolve();

/** Sends what waits of whoever is signed in, from whatever page comes next; not what an editor here is open on. */
export function sendLeft(): Promise<void> {
  sending = sending.then(sendAll);
  return sending;
}

async function sendAll(): Promise<void> {
  const me = document.body.dataset.me;
  const csrf = token(document);
  if (!me || !csrf || !navigator.onLine) return;
  const refused: Element[] = [];
  let sent = 0;
  for (const name of names(`note.${me}.`)) {
    if (name === document.querySelector<HTMLElement>("form[data-note]")?.dataset.note) continue;
    const note = kept(name);
    if (isNothing(note)) {
      drop(name);
      continue;
    }
    const answer = await post(note, csrf);
    if ("saves" in answer) {
      dropSent(name, note);
      // What was handed in meanwhile is there already.
      if (!answer.known) sent += 1;
      if (answer.aside) say(link(`/notes/${answer.note}`, title(note) || answer.note), " ", link(answer.aside, answer.said));
    } else if (answer.forGood) {
      refused.push(refusal(name, note, answer));
    }
  }
  if (sent > 0) say((document.body.dataset.sent ?? "").replace("0", String(sent)));
  document.querySelectorAll("[data-refused]").forEach((row) => row.remove());
  live()?.after(...refused);
}

function live(): Element | null {
  return document.querySelector("#main > [aria-live=polite]");
}

/** Says something above the page. */
export function say(...words: (Node | string)[]): void {
  const line = Object.assign(document.createElement("p"), { className: "flash" });
  line.append(...words);
  live()?.append(line);
}

function link(href: string, textContent: string): HTMLAnchorElement {
  return Object.assign(document.createElement("a"), { href, textContent });
}

/** By what a note is known in a line. */
export function title(note: Note): string {
  return note.title?.trim() || (note.text ?? "").trim().slice(0, 24);
}

// What the server does not take stays, to be opened, copied or deleted by whoever wrote it.
function refusal(name: string, note: Note, { status, said }: Refusal): Element {
  const template = document.querySelector<HTMLTemplateElement>("template[data-left-refused]")!;
  const row = (template.content.cloneNode(true) as DocumentFragment).firstElementChild!;
  const part = <T extends HTMLElement>(selector: string) => row.querySelector<T>(selector)!;
  if (title(note)) part("[data-title]").textContent = title(note);
  part("[data-why]").textContent = said;
  part<HTMLTextAreaElement>("textarea").value = note.text ?? "";
  // What is wrong with it is mended where it stands; what may not stand there becomes a note of its own.
  const place = status === 422 && note.note ? `/notes/${note.note}/edit` : "/notes/new";
  part<HTMLAnchorElement>("a").href = `${place}?kept=${encodeURIComponent(name)}`;
  const button = part<HTMLButtonElement>("button");
  button.addEventListener("click", () => {
    if (!window.confirm(button.dataset.sure)) return;
    dropSent(name, note);
    row.remove();
  });
  return row;
}
