// A lesson: films and sound go on where they were left, on whatever device; the note beside them is linked to moments.
// audio|video[data-part] is a player whose place is kept; button[data-moment=PART] notes where it is, as a link of
// Markdown: [12:35](#t=755), with &p=PART where there are several players. [data-moments] lists what was noted. Wherever
// else the note is read, the server leads the link here, and it is followed as the page opens.

import { insert, token } from "./fields";

const MARK = /\[([^\]\n]{1,80})\]\(#(t=\d+(?:&p=\w+)?)\)([^\n]*)/g;
const LONGEST_LABEL = 18;

export function learn(): void {
  const lesson = document.querySelector<HTMLElement>("[data-lesson]");
  if (lesson) new Lesson(lesson).start();
}

class Lesson {
  private readonly players: HTMLMediaElement[];
  private readonly text: HTMLTextAreaElement | null;
  // What the server knows, by part.
  private readonly known = new Map<HTMLMediaElement, number>();

  constructor(private readonly lesson: HTMLElement) {
    this.players = [...lesson.querySelectorAll<HTMLMediaElement>("[data-part]")];
    this.text = lesson.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  }

  start(): void {
    // A visitor without a notebook looks on, and no place is kept for them.
    if (this.text) for (const player of this.players) this.follow(player);
    this.lesson.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[href*='#t=']");
      if (!link || !this.isHere(link)) return;
      event.preventDefault();
      this.jump(link.hash.slice(1));
    });
    if (location.hash.startsWith("#t=")) this.jump(location.hash.slice(1), false);
    // Without a script the note is saved by a button; here it saves itself.
    for (const button of this.lesson.querySelectorAll<HTMLElement>("[data-unscripted]")) button.hidden = true;
    this.text?.addEventListener("input", () => this.list());
    this.list();
  }

  /** Whether it leads to a moment of this lesson: as it is typed, or as the server shows it. */
  private isHere(link: HTMLAnchorElement): boolean {
    const page = link.getAttribute("href")!.split("#")[0];
    return page === "" || page === `/lessons/${this.lesson.dataset.lesson}`;
  }

  private follow(player: HTMLMediaElement): void {
    player.addEventListener("play", () => {
      for (const other of this.players) if (other !== player) other.pause();
    });
    player.addEventListener("pause", () => this.keep(player));
    player.addEventListener("ended", () => this.keep(player));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.keep(player));
    const button = this.lesson.querySelector<HTMLElement>(`[data-moment="${player.dataset.part}"]`);
    const words = button?.querySelector("span");
    if (!button || !words || !this.text) return;
    button.hidden = false;
    const say = () => (words.textContent = (button.dataset.words ?? "").replace("0:00", clock(player.currentTime)));
    for (const event of ["timeupdate", "seeked", "loadedmetadata"]) player.addEventListener(event, say);
    button.addEventListener("click", () => this.mark(player));
  }

  private keep(player: HTMLMediaElement): void {
    // Heard to its end, it begins anew.
    const seconds = player.ended ? 0 : Math.floor(player.currentTime);
    const known = this.known.get(player);
    // A player that was not touched has nothing to say.
    if (player.played.length === 0 || seconds === known) return;
    this.known.set(player, seconds);
    const body = new URLSearchParams({ _csrf: token(this.lesson), seconds: String(seconds) });
    const address = `/lessons/${this.lesson.dataset.lesson}/parts/${player.dataset.part}/place`;
    fetch(address, { method: "post", body, keepalive: true }).then(
      (answer) => answer.ok || this.known.delete(player),
      // Without a network the next pause keeps it.
      () => this.known.delete(player),
    );
  }

  private mark(player: HTMLMediaElement): void {
    const text = this.text!;
    const at = Math.floor(player.currentTime);
    const which = this.players.length > 1 ? `&p=${player.dataset.part}` : "";
    const before = text.value.slice(0, text.selectionStart);
    const fresh = before === "" || before.endsWith("\n") ? "" : "\n";
    insert(text, `${fresh}[${clock(at)}](#t=${at}${which}) `);
  }

  /** To `t=755` or `t=755&p=PART`. */
  private jump(place: string, plays = true): void {
    const asked = new URLSearchParams(place);
    const part = asked.get("p");
    const player = part ? this.players.find((one) => one.dataset.part === part) : this.players[0];
    if (!player) return;
    const go = () => (player.currentTime = Number(asked.get("t")));
    if (player.readyState >= HTMLMediaElement.HAVE_METADATA) go();
    else player.addEventListener("loadedmetadata", go, { once: true });
    player.scrollIntoView({ block: "nearest" });
    if (plays) void player.play().catch(() => undefined);
  }

  private list(): void {
    const list = this.lesson.querySelector<HTMLElement>("[data-moments]");
    if (!list) return;
    const rows = [...(this.text?.value ?? "").matchAll(MARK)].map(([, at, place, words]) => {
      const label = words!.trim().slice(0, LONGEST_LABEL);
      const row = document.createElement("li");
      row.append(Object.assign(document.createElement("a"), { className: "chip", href: `#${place}`, textContent: `${at} ${label}`.trim() }));
      return row;
    });
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
  }
}

/** `12:35`, `1:02:05`: as players show it. */
function clock(time: number): string {
  const [hours, minutes, seconds] = [time / 3600, (time / 60) % 60, time % 60].map(Math.floor) as [number, number, number];
  const two = (number: number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
