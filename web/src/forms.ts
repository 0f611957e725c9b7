// A form is sent once: the second press of an impatient thumb does nothing.
// The server's entry key makes a second sending harmless; this makes it rare.

const FREE_AGAIN_MS = 8000;
// Pictures over a slow line take minutes.
const FREE_AGAIN_WITH_FILES_MS = 180_000;

export function guardForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    // Where no answer comes, as on a broken line, the form may be tried again.
    const brings = [...form.querySelectorAll<HTMLInputElement>("input[type=file]")].some((field) => field.files?.length);
    window.setTimeout(() => free(form), brings ? FREE_AGAIN_WITH_FILES_MS : FREE_AGAIN_MS);
  });
  const freeAll = (): void => document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach(free);
  // Back by the history, or answered into the page.
  window.addEventListener("pageshow", freeAll);
  document.addEventListener("htmx:finally:request", freeAll);

  // Another activity is a link while nothing is typed; then the form goes along, and comes back with what was typed.
  document.addEventListener("click", (event) => {
    const choice = (event.target as Element | null)?.closest<HTMLAnchorElement>("a[data-to]");
    const form = choice?.closest("section")?.querySelector<HTMLFormElement>("form[data-carry]");
    const texts = form?.querySelectorAll<HTMLInputElement>("input[name=title], textarea") ?? [];
    if (!choice || !form || ![...texts].some((text) => text.value.trim() !== "")) return;
    event.preventDefault();
    const to = Object.assign(document.createElement("input"), { type: "hidden", name: "to" });
    to.value = choice.dataset.to ?? "";
    form.append(to);
    form.noValidate = true;
    form.requestSubmit();
  });

  // A choice that changes the form sends it at once; without script a button does.
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLSelectElement;
    if (field.dataset.reload === undefined) return;
    // The button beside it, where the form has more than one: not the one that saves.
    const button = field.parentElement?.querySelector<HTMLButtonElement>("button");
    field.form?.requestSubmit(button ?? null);
  });
}

function free(form: HTMLFormElement): void {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}
