// Signing out (form[data-forget]): what still waits on the device is sent first. What cannot be sent is deleted only where
// whoever wrote it says so; and nothing goes before the server has ended the session, and nothing of anybody else's.

import { forget, own } from "./drafts";
import { token } from "./fields";
import { say } from "./left";
import { sendNotes } from "./notebook";
import { whose } from "./offline";

// Whoever waits longer is told what for; and nobody stays signed in because of a network that never answers.
const SOON_MS = 1000;
const LONGEST_SENDING_MS = 10_000;

let leaving = false;

const pause = (milliseconds: number) => new Promise<void>((resolve) => window.setTimeout(resolve, milliseconds));

export function signOut(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-forget]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (leaving) return;
      leaving = true;
      form.setAttribute("aria-busy", "true");
      void leave(form, document.body.dataset.me ?? "").finally(() => {
        leaving = false;
        form.removeAttribute("aria-busy");
      });
    });
  }
}

async function leave(form: HTMLFormElement, me: string): Promise<void> {
  const tell = window.setTimeout(() => say(form.dataset.sending ?? ""), SOON_MS);
  const saved = await Promise.race([sendNotes(), pause(LONGEST_SENDING_MS).then(() => false)]);
  window.clearTimeout(tell);
  if (!navigator.onLine) return say(form.dataset.failed ?? "");
  if ((!saved || own(me).length > 0) && !window.confirm(form.dataset.unsent)) return;
  const body = new URLSearchParams({ _csrf: token(form) });
  const answer = await fetch(form.action, { method: "post", body }).catch(() => null);
  if (!answer) return say(form.dataset.failed ?? "");
  // Refused: the session had ended by itself, or else the server says on a page of its own what is wrong.
  if (!answer.redirected && (await whose()) !== "") return form.submit();
  forget(me);
  // In place of this page, so that nobody comes back to it.
  location.replace(answer.redirected ? answer.url : "/sign-in");
}
