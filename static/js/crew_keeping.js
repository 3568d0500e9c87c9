// Pages that are kept on the phone: the day and its jobs, for one person at a time.
const PAGES = "perforia-crew-pages-1"; // as in crew_worker.js
const FILES = "perforia-crew-files-1";
const OWNER = "perforia-crew-person";
const EVERY = 300000; // milliseconds between two rounds
const MOST = 20;

export async function forgetPages() {
  if (!("caches" in window)) return;
  await caches.delete(PAGES);
  localStorage.removeItem(OWNER);
}

// What another person has seen on this phone is thrown away before anything of this one is kept.
export async function belongsTo(person) {
  if (!("caches" in window)) return;
  const before = localStorage.getItem(OWNER);
  if (before !== null && before !== person) await caches.delete(PAGES);
  localStorage.setItem(OWNER, person);
}

export async function keepDay(person) {
  const key = `${OWNER}-${person}-kept`;
  if (!("caches" in window) || !navigator.onLine) return;
  await keepFiles();
  if (Date.now() - Number(sessionStorage.getItem(key) || 0) < EVERY) return;
  sessionStorage.setItem(key, String(Date.now()));
  const links = document.querySelectorAll(".p-mob-tabs a, .p-mcard h2 a, .p-ccoming");
  const addresses = new Set([location.href, ...Array.from(links, (link) => link.href)]);
  const cache = await caches.open(PAGES);
  for (const address of Array.from(addresses).slice(0, MOST)) {
    const response = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (navigator.serviceWorker?.controller || !response?.ok || response.redirected) continue; // the worker keeps it
    if ((response.headers.get("Cache-Control") || "").includes("no-store")) continue;
    const body = await response.blob().catch(() => null);
    if (body) await cache.put(address, new Response(body, { status: response.status, headers: response.headers }));
  }
}

async function keepFiles() {
  const cache = await caches.open(FILES);
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name.split("#")[0]);
  const wanted = loaded.filter((name) => new URL(name).pathname.startsWith("/static/"));
  for (const name of new Set(wanted)) {
    if (!(await cache.match(name))) await cache.add(name).catch(() => undefined);
  }
}
