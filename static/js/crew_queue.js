// What is done on a phone waits here until the server has it: one row for each act in IndexedDB, in order.
//
// A row is { seq, uuid, person, kind, job, fields, image, name, doneAt, state, sentence }: state is "waits" or "refused".
// Rows belong to a person: those of somebody else are neither shown nor sent, whoever uses the phone now. An act has
// its own uuid, so that the server does it once however often it is sent.
import { cookie } from "./cookies.js";

const DATABASE = "perforia-crew";
const STORE = "acts";
const AWAY = [429, 502, 503, 504]; // the server is busy or down
const MOST_TRIES = 5;
const PATIENCE = 60000; // milliseconds for one act, pictures included

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "seq", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function store(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const work = database.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => resolve(asked.result);
      work.onabort = work.onerror = () => reject(work.error);
    });
  } finally {
    database.close();
  }
}

export class Queue {
  constructor(person, address) {
    this.person = person;
    this.address = address;
  }

  add(act) {
    return store("readwrite", (rows) => rows.add({ ...act, person: this.person, state: "waits", sentence: "" }));
  }

  async everything() {
    return store("readonly", (rows) => rows.getAll());
  }

  async own() {
    return (await this.everything()).filter((row) => row.person === this.person);
  }

  remove(seq) {
    return store("readwrite", (rows) => rows.delete(seq));
  }

  // What was refused and is now sent anew, with other words.
  async forget(kind, name, value) {
    const isIt = (row) => row.state === "refused" && row.kind === kind && row.fields.some(([field, told]) => field === name && told === value);
    for (const row of (await this.own()).filter(isIt)) await this.remove(row.seq);
  }

  // Send what waits, in order; answers "sent", "offline", "closed" (log in again) or "other" (not this person's phone).
  send() {
    if (!navigator.locks) return this.sendAll();
    return navigator.locks.request("perforia-crew-send", () => this.sendAll());
  }

  async sendAll() {
    for (const row of await this.own()) {
      if (row.state !== "waits") continue;
      const outcome = await this.sendOne(row);
      if (outcome !== "sent") return outcome;
    }
    return "sent";
  }

  async sendOne(row, isSecond = false) {
    const body = new FormData();
    for (const [name, value] of row.fields) body.append(name, value);
    body.set("done_at", row.doneAt);
    body.set("sent_at", new Date().toISOString());
    if (row.image) body.set("image", row.image, row.name || "bild.jpg");
    const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") };
    let response;
    try {
      response = await fetch(this.address, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return "offline";
    }
    if (response.status === 403 && !isSecond) {
      // The secret of forms has changed since the page was kept: a new page brings the new one.
      const page = new URL("../mer/", new URL(this.address, location.href));
      const fresh = await fetch(page, { cache: "no-store" }).catch(() => null);
      return fresh ? this.sendOne(row, true) : "offline";
    }
    return this.settle(row, response);
  }

  async settle(row, response) {
    const told = await response.json().catch(() => ({}));
    if (response.ok) {
      await this.remove(row.seq);
      return "sent";
    }
    if (response.status === 422 || response.status === 413) {
      const sentence = told.sentence || document.querySelector("#crew-words").dataset.tooLarge;
      await store("readwrite", (rows) => rows.put({ ...row, state: "refused", sentence }));
      return "sent";
    }
    if (response.status === 401) return "closed";
    if (response.status === 409) return "other";
    return this.put(row, AWAY.includes(response.status));
  }

  // What the server stumbles over again and again stays on the phone, and lets the rest through.
  async put(row, isAway) {
    const tries = (row.tries || 0) + (isAway ? 0 : 1);
    const isStuck = tries >= MOST_TRIES;
    const told = isStuck ? { state: "refused", sentence: document.querySelector("#crew-words").dataset.stuck } : {};
    await store("readwrite", (rows) => rows.put({ ...row, tries, ...told }));
    return isStuck ? "sent" : "offline";
  }
}
