// What was chosen in a field of files: each with its size, and whether it is too large before it travels.
// input[type=file][data-lists=ID] fills the list of that id; data-most is the largest size, data-too-large what to say.

export function listFiles(): void {
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    const list = document.getElementById(field.dataset.lists ?? "");
    if (!list) return;
    const most = Number(field.dataset.most);
    const rows = [...(field.files ?? [])].map((file) => {
      const row = document.createElement("li");
      const size = Object.assign(document.createElement("span"), { className: "soft small nowrap", textContent: told(file.size) });
      row.append(file.name, " ", size);
      if (file.size > most) {
        row.append(" ", Object.assign(document.createElement("span"), { className: "wrong", textContent: field.dataset.tooLarge ?? "" }));
      }
      return row;
    });
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
  });
}

function told(bytes: number): string {
  const megabyte = 1024 * 1024;
  return bytes < megabyte ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / megabyte).toFixed(1)} MB`;
}
