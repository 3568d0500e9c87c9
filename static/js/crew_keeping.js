// Pages that are kept on the phone, for one person at a time: the day with its jobs, and the week ahead with its.
const PAGES = "perforia-crew-pages-1"; // as in crew_worker.js
const FILES = "perforia-crew-files-1";
const OWNER = "perforia-crew-person";
const EVERY = 300000; // milliseconds between two rounds of the day
const AHEAD_EVERY = 3600000; // and of the week ahead, as long as nothing new is told
const MOST = 20;
const MOST_AHEAD = 80;
const OLD = 8 * 86400000; // what was kept before that tells of days that have been

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

export async function keepDay(person, ahead) {
  if (!("caches" in window) || !navigator.onLine) return;
  await keepFiles();
  const cache = await caches.open(PAGES);
  const [key, keyAhead] = ["kept", "ahead"].map((name) => `${OWNER}-${person}-${name}`);
  if (!isDue(key, EVERY)) return;
  sessionStorage.setItem(key, String(Date.now()));
  await keepAll(cache, linked());
  const isNews = Boolean(document.querySelector(".p-cchanges"));
  if (!isNews && !isDue(keyAhead, AHEAD_EVERY)) return;
  const told = await fetch(ahead, { headers: { Accept: "application/json" } }).then((response) => response.json()).catch(() => null);
  if (!told || !(await keepAll(cache, told.pages.slice(0, MOST_AHEAD)))) return; // the next round tries again
  sessionStorage.setItem(keyAhead, String(Date.now()));
  await forgetOld(cache);
}

function isDue(key, after) {
  return Date.now() - Number(sessionStorage.getItem(key) || 0) >= after;
}

function linked() {
  const links = document.querySelectorAll(".p-mob-tabs a, .p-mcard h2 a, .p-ccoming");
  return Array.from(new Set([location.href, ...Array.from(links, (link) => link.href)])).slice(0, MOST);
}

// Whether all of them could be asked for.
async function keepAll(cache, addresses) {
  for (const address of addresses) {
    const response = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!response) return false;
    if (navigator.serviceWorker?.controller || !response.ok || response.redirected) continue; // the worker keeps it
    if ((response.headers.get("Cache-Control") || "").includes("no-store")) continue;
    const body = await response.blob().catch(() => null);
    if (body) await cache.put(address, new Response(body, { status: response.status, headers: response.headers }));
  }
  return true;
}

async function forgetOld(cache) {
  for (const request of await cache.keys()) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (Date.now() - Date.parse(kept?.headers.get("Date")) > OLD) await cache.delete(request);
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
