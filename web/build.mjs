// Builds web/dist: one style sheet, one script, one sprite of icons. The result is committed; no build needs Node.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";

const dist = new URL("dist/", import.meta.url);
await rm(dist, { recursive: true, force: true });
await mkdir(dist);

const { css } = compile(new URL("src/scss/app.scss", import.meta.url).pathname, {
  loadPaths: [new URL("node_modules", import.meta.url).pathname],
  quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions"],
});
const [purged] = await new PurgeCSS().purge({
  content: ["../crates/app/templates/**/*.html", "../crates/app/src/**/*.rs", "../docs/interface.md", "src/*.ts"],
  css: [{ raw: css }],
  safelist: [/^is-/, /^state-/, /^level-/, /^htmx/, /^lit$/],
  defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
});
const style = await build({
  stdin: { contents: purged.css, loader: "css" },
  minify: true,
  write: false,
  target: ["chrome90", "safari14", "firefox90"],
});
await writeFile(new URL("app.css", dist), style.outputFiles[0].contents);

await build({
  entryPoints: [new URL("src/app.ts", import.meta.url).pathname],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  outfile: new URL("app.js", dist).pathname,
  legalComments: "none",
});

// The worker changes with what the page that it keeps is made of.
const version = createHash("sha256");
for (const name of ["app.css", "app.js"]) version.update(await readFile(new URL(name, dist)));
await build({
  entryPoints: [new URL("src/worker.js", import.meta.url).pathname],
  minify: true,
  target: ["es2020"],
  define: { VERSION: JSON.stringify(version.digest("hex").slice(0, 12)) },
  outfile: new URL("worker.js", dist).pathname,
});

// Only the icons that templates and navigation name are shipped.
const used = new Set();
const named = /(?:icon\("|icons\.svg#|icon: "|href: [^,]+, icon: ")([a-z0-9-]+)/g;
for (const folder of ["../crates/app/templates/", "../crates/app/src/"]) {
  for (const entry of await readdir(new URL(folder, import.meta.url), { recursive: true, withFileTypes: true })) {
    if (!/\.(html|rs)$/.test(entry.name)) continue;
    const text = await readFile(`${entry.parentPath}/${entry.name}`, "utf8");
    for (const match of text.matchAll(named)) used.add(match[1]);
  }
}
for (const name of JSON.parse(await readFile(new URL("src/icons.json", import.meta.url), "utf8"))) used.add(name);
let sprite = '<svg xmlns="http://www.w3.org/2000/svg">';
for (const name of [...used].sort()) {
  const file = new URL(`node_modules/@tabler/icons/icons/outline/${name}.svg`, import.meta.url);
  const svg = await readFile(file, "utf8").catch(() => null);
  if (!svg) {
    console.error(`no such icon: ${name}`);
    process.exitCode = 1;
    continue;
  }
  const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/<\/?svg[^>]*>/g, "").trim();
  sprite += `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
}
await writeFile(new URL("icons.svg", dist), `${sprite}</svg>\n`);

await copyFile(new URL("src/mark.svg", import.meta.url), new URL("mark.svg", dist));

for (const name of (await readdir(dist)).sort()) {
  const bytes = await readFile(new URL(name, dist));
  console.log(`${name}\t${bytes.length} bytes\t${gzipSync(bytes).length} compressed`);
}
