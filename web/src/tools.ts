// Small tools: light and dark at once, printing, copying, a chart that opens at today, a page that changes, the slash that begins a search.

export function startTools(): void {
  document.addEventListener("click", (event) => {
    const tool = (event.target as Element | null)?.closest<HTMLElement>("[data-print], [data-copy]");
    if (!tool) return;
    event.preventDefault();
    if (tool.dataset.copy !== undefined) void copy(tool);
    else window.print();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-theme-form]")) return;
    event.preventDefault();
    toggleTheme(form);
  });
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element | null)?.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector<HTMLInputElement>("[data-slash]");
    if (!box?.offsetParent) return;
    event.preventDefault();
    box.focus();
  });
  // Tools that need this script are hidden until it runs.
  for (const tool of document.querySelectorAll<HTMLElement>("[data-print], [data-copy]")) tool.hidden = false;
  // A page that shows something new after some seconds: a code that changes.
  const again = Number(document.querySelector<HTMLElement>("[data-again]")?.dataset.again ?? 0);
  if (again > 0) window.setTimeout(() => location.reload(), again * 1000);
  for (const box of document.querySelectorAll<HTMLElement>(".scroll")) {
    const today = box.querySelector(".is-today")?.getBoundingClientRect();
    if (today) box.scrollLeft += today.left - box.getBoundingClientRect().left - box.clientWidth / 2;
  }
}

// The server keeps the choice in its cookie; without script the form does the same with a page load.
function toggleTheme(form: HTMLFormElement): void {
  const root = document.documentElement;
  const now = root.dataset.bsTheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const theme = now === "dark" ? "light" : "dark";
  root.dataset.bsTheme = theme;
  const fields = new URLSearchParams({ theme });
  for (const field of form.querySelectorAll<HTMLInputElement>("input[type=hidden]")) fields.set(field.name, field.value);
  void fetch(form.action, { method: "post", body: fields, redirect: "manual" }).catch(() => undefined);
}

async function copy(button: HTMLElement): Promise<void> {
  const from = document.getElementById(button.dataset.copy ?? "");
  if (!from) return;
  await navigator.clipboard.writeText(from.innerText.trim());
  if (button.dataset.copied) button.textContent = button.dataset.copied;
}
