// The service worker of a crew's pages: what has been seen can be read without coverage.
//
// Pages: from the network, else as they were last seen (pages, not what is posted). Files with a hash in their name:
// as they were kept. What the server marks no-store is never kept. The page itself keeps the jobs of the day (crew.js),
// and throws all pages away when another person uses the phone.
const VERSION = "1";
const PAGES = `perforia-crew-pages-${VERSION}`;
const FILES = `perforia-crew-files-${VERSION}`;
const FOLDER = new URL("./", self.location).pathname;
const OFFLINE = `${FOLDER}utan-tackning/`;
const NEVER = [`${FOLDER}l/`, `${FOLDER}sw.js`];
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const SLOW = 6000; // milliseconds until a kept page is shown instead

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.add(OFFLINE)).catch(() => undefined));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("perforia-crew-") && name !== PAGES && name !== FILES;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (NEVER.some((path) => url.pathname.startsWith(path))) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url));
  else if (url.pathname.startsWith(FOLDER)) event.respondWith(page(event));
});

async function page(event) {
  const { request } = event;
  const kept = await caches.match(request, { cacheName: PAGES, ignoreVary: true });
  const fresh = fetch(request).then(async (response) => {
    if (mayKeep(response)) event.waitUntil(keep(request, response.clone()));
    return response;
  });
  const late = new Promise((resolve, reject) => { if (kept) setTimeout(reject, SLOW); });
  try {
    return await Promise.race([fresh, late]);
  } catch {
    fresh.catch(() => undefined); // it may still come, and is kept then
    return kept || (request.mode === "navigate" && (await caches.match(OFFLINE))) || Response.error();
  }
}

// Whole, or as it was: what is cut off half way must not take the place of what was kept.
async function keep(request, response) {
  try {
    const whole = new Response(await response.blob(), { status: response.status, headers: response.headers });
    await (await caches.open(PAGES)).put(request, whole);
  } catch {
    // cut off
  }
}

async function file(request, url) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && HASHED.test(url.pathname)) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch {
    return kept || Response.error();
  }
}

function mayKeep(response) {
  const isPage = response.ok && response.type === "basic" && !response.redirected;
  return isPage && !(response.headers.get("Cache-Control") || "").includes("no-store");
}
