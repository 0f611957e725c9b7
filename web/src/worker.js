// The worker that stands between the browser and the network: without one, whatever page was asked for becomes the page on
// which notes are written on the device. It keeps that page and what the page is made of, and nothing that anybody reads.
/* global VERSION */
const CACHE = `xueji-${VERSION}`;
const PAGE = "/notes/offline";

async function fill() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { credentials: "same-origin" });
  const made = (await page.clone().text()).match(/\/assets\/[\w.]+(\?v=\w+)?/g) ?? [];
  await cache.addAll([...new Set(made)]);
  await cache.put(PAGE, page);
}

async function clear() {
  const old = (await caches.keys()).filter((name) => name.startsWith("xueji-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function visit(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const page = await caches.match(PAGE);
    if (page) return page;
    throw error;
  }
}

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (new URL(request.url).pathname.startsWith("/assets/")) event.respondWith(asset(request));
});
