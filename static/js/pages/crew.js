// A crew's pages: every form with data-act goes through the queue, so that it works without coverage as with.
import { fillAgain, problemOf } from "../crew_correcting.js";
import { belongsTo, forgetPages, keepDay } from "../crew_keeping.js";
import { pad, smaller } from "../crew_pictures.js";
import { newId, Queue } from "../crew_queue.js";
import { applyAct, setClock, takeBack } from "../crew_showing.js";

const RETRY = 20000; // milliseconds between tries while something waits
const TICK = 15000;
const SHOWN = 30000; // a door code
const root = document.querySelector("[data-crew]");
const words = document.querySelector("#crew-words").dataset;
const queue = new Queue(root.dataset.person, root.dataset.acts);
const pads = new WeakMap();
let hasMaps = false;
let isOffline = !navigator.onLine;
let trouble = "";

async function start() {
  root.classList.add("is-scripted");
  await belongsTo(root.dataset.person);
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(root.dataset.worker).then(() => navigator.serviceWorker.ready).then(() => keepDay(root.dataset.person, root.dataset.ahead)).catch(() => undefined);
  }
  dress(document);
  document.addEventListener("submit", submitted);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-act=photo] input[type=file]") && event.target.files.length) event.target.form.requestSubmit();
  });
  document.addEventListener("click", clicked);
  window.addEventListener("online", () => { isOffline = false; sendAll(); });
  window.addEventListener("offline", () => { isOffline = true; tell(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  setInterval(() => setClock(document), TICK);
  setInterval(async () => { if ((await waiting()).length) sendAll(); }, RETRY);
  await show();
  await sendAll();
}

function dress(part) {
  for (const canvas of part.querySelectorAll("[data-pad]")) pads.set(canvas, pad(canvas));
  setClock(part);
  if (hasMaps || !part.querySelector("[data-map]")) return;
  hasMaps = true;
  import("../map.js").then((maps) => maps.startMaps()).catch(() => undefined);
}

// ------------------------------------------------------------------ into the queue
async function submitted(event) {
  const form = event.target;
  if (form.matches("[data-code]")) return revealCode(event, form);
  if (form.matches("[data-log-out]")) return logOut(event, form);
  if (!form.matches("[data-act]")) return undefined;
  event.preventDefault();
  if (form.dataset.act === "check_in" && (await isElsewhere(form))) return refuse(form, words.elsewhere);
  if (form.dataset.act === "correct" && problemOf(form)) return undefined;
  const acts = await actsOf(form);
  try {
    if (form.dataset.act === "correct") await queue.forget("correct", "entry", form.elements.entry.value);
    for (const act of acts) await queue.add(act);
  } catch {
    return refuse(form, words.notKept);
  }
  clean(form);
  await show();
  return sendAll();
}

async function actsOf(form) {
  const data = new FormData(form);
  const images = data.getAll("image").filter((file) => file.size);
  data.delete("image");
  const canvas = form.querySelector("[data-pad]");
  if (canvas && !pads.get(canvas).isEmpty) images.push(await pads.get(canvas).blob());
  const made = [];
  for (const image of images.length ? images : [null]) {
    const uuid = newId();
    data.set("uuid", uuid);
    const fields = [...data].filter(([name]) => name !== "csrfmiddlewaretoken");
    const kept = image && !canvas ? await smaller(image) : image;
    const name = canvas ? "underskrift.png" : image?.name;
    made.push({ uuid, kind: form.dataset.act, job: data.get("job") || "", fields, image: kept, name, doneAt: new Date().toISOString() });
  }
  return form.dataset.act === "photo" && !images.length ? [] : made;
}

// Without coverage the server cannot say that somebody is checked in at another job already.
async function isElsewhere(form) {
  const job = new FormData(form).get("job");
  const running = (await waiting()).filter((act) => ["check_in", "check_out"].includes(act.kind)).at(-1);
  return running?.kind === "check_in" && running.job !== job;
}

function clean(form) {
  for (const field of form.querySelectorAll("input[type=file]")) field.value = "";
  if (["material", "signature", "deviation", "correct"].includes(form.dataset.act)) {
    form.reset();
    const canvas = form.querySelector("[data-pad]");
    if (canvas) pads.get(canvas).clear();
    form.closest("details")?.removeAttribute("open");
  }
}

function refuse(form, sentence) {
  const note = document.querySelector("#act-refused").content.firstElementChild.cloneNode(true);
  note.querySelector("p").textContent = sentence;
  note.querySelector("button").addEventListener("click", () => note.remove());
  const box = document.querySelector("[data-refused]");
  box.hidden = false;
  box.append(note);
}

// ------------------------------------------------------------------ out of it
async function waiting() {
  return (await queue.own()).filter((act) => act.state === "waits");
}

async function sendAll() {
  const before = await waiting();
  if (!before.length) return tell();
  const outcome = await queue.send();
  isOffline = outcome === "offline";
  trouble = outcome === "closed" || outcome === "other" ? outcome : "";
  await tell();
  return (await waiting()).length < before.length ? refresh() : undefined;
}

// The page as the server has it now, without losing what somebody is writing, nor the map.
async function refresh() {
  const isWriting = [...document.querySelectorAll("details[open] :is(input:not([type=hidden]), textarea)")].some((field) => field.value && field.type !== "checkbox");
  const response = isWriting ? null : await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok || response.redirected) return show();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const [old, fresh] = [document.querySelector("#innehall"), page.querySelector("#innehall")];
  if (!old || !fresh) return show();
  const map = old.querySelector(".p-mapbox");
  if (map) fresh.querySelector(".p-mapbox")?.replaceWith(map);
  const focused = document.activeElement?.closest("[data-act]")?.dataset.act;
  old.replaceChildren(...fresh.childNodes);
  dress(old);
  if (focused) old.querySelector(`[data-act=${focused}]:not([hidden]) :is(button, input:not([type=hidden]))`)?.focus({ preventScroll: true });
  return show();
}

async function show() {
  const acts = await queue.own();
  takeBack(document);
  for (const act of acts) if (act.state === "waits") applyAct(act, words);
  fillAgain(acts.filter((act) => act.state === "refused" && act.kind === "correct"));
  const box = document.querySelector("[data-refused]");
  box.replaceChildren(...acts.filter((act) => act.state === "refused").map(refusal));
  box.hidden = !box.childNodes.length;
  return tell();
}

function refusal(act) {
  const note = document.querySelector("#act-refused").content.firstElementChild.cloneNode(true);
  note.querySelector("p").textContent = act.sentence;
  note.querySelector("b").textContent = new Date(act.doneAt).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
  note.querySelector("button").addEventListener("click", async () => { await queue.remove(act.seq); show(); });
  return note;
}

async function tell() {
  const everything = await queue.everything();
  const count = everything.filter((act) => act.person === root.dataset.person && act.state === "waits").length;
  const others = everything.some((act) => act.person !== root.dataset.person);
  document.querySelector("[data-offline]").hidden = !isOffline;
  const note = document.querySelector("[data-waiting]");
  const said = note.querySelector("span").dataset;
  const counted = count === 1 ? said.one : said.many.replace("{count}", count);
  const text = trouble === "closed" ? said.logIn : count ? counted : others ? said.other : "";
  note.hidden = !text || (isOffline && !count);
  note.querySelector("span").textContent = text;
  const place = document.querySelector("[data-queue-count]");
  if (place) place.textContent = count ? counted : place.dataset.none;
}

// ------------------------------------------------------------------ door codes, signatures, leaving
function clicked(event) {
  const clear = event.target.closest("[data-pad-clear]");
  if (clear) pads.get(clear.parentElement.querySelector("[data-pad]"))?.clear();
  if (event.target.closest("a[href='#ny-avvikelse']")) {
    const place = document.querySelector("#ny-avvikelse");
    place.open = true;
    place.querySelector("select").focus({ preventScroll: true });
  }
}

async function revealCode(event, form) {
  event.preventDefault();
  const shown = form.querySelector("[role=status]");
  const headers = { Accept: "application/json" };
  const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers }).catch(() => null);
  const told = response?.ok ? await response.json() : null;
  shown.querySelector("b").textContent = told ? told.code : words.noCode;
  form.querySelector("button").hidden = true;
  shown.hidden = false;
  setTimeout(() => {
    shown.hidden = true;
    shown.querySelector("b").textContent = "";
    form.querySelector("button").hidden = false;
  }, SHOWN);
}

async function logOut(event, form) {
  event.preventDefault();
  if ((await waiting()).length && !window.confirm(form.dataset.sure)) return;
  await forgetPages();
  form.submit();
}

start();
