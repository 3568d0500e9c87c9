// Files by drag and drop, three at a time, with progress, cancelling and another try per file.
//
// Works on <form data-upload data-results="#list">, which is a plain form with a file field without scripts.
//   data-results   the list (ul.p-uploads) in which each file gets a row
//   data-refresh   fetch the page anew when the last file is in and at least one was taken; what was said of a file
//                  that was refused or known already stays until it is closed or the page is left
//   [data-choose]  a button in the form that opens the file chooser
//   [data-drop-item="id"]  anywhere on the page: a file dropped there is sent with item=id
// Each file is posted alone, as `files` with the form's selects and hidden fields, to the form's action with the header
// X-Upload: 1. The answer is 200 and a fragment with <li data-outcome data-tone="ok|bad">, which replaces the file's row.
import { toast } from "./toasts.js";

const AT_ONCE = 3;
const TOO_LARGE = 413;
const MEGABYTE = 1024 * 1024;
let underWay = 0;
const told = []; // what the page must still say after it was fetched anew

const keptUnder = (form) => `uploads ${new URL(form.action).pathname}`;

function refresh(form) {
  if (told.length) sessionStorage.setItem(keptUnder(form), told.join(""));
  window.location.reload();
}

function showKept(form) {
  const kept = sessionStorage.getItem(keptUnder(form));
  const isFetchedAnew = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (!isFetchedAnew) sessionStorage.removeItem(keptUnder(form));
  if (!kept || !isFetchedAnew) return;
  const list = document.createElement("ul");
  list.className = "p-uploads";
  list.setAttribute("aria-label", "Filer som inte togs emot eller redan finns");
  list.innerHTML = kept; // rows of the server's own
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-sm btn-quiet";
  close.textContent = "Stäng listan";
  close.addEventListener("click", () => {
    sessionStorage.removeItem(keptUnder(form));
    list.remove();
    close.remove();
  });
  document.querySelector(form.dataset.results).before(list, close);
}

function sizeOf({ size }) {
  if (size < MEGABYTE / 10) return `${Math.ceil(size / 1024)} kB`;
  return `${(size / MEGABYTE).toLocaleString("sv-SE", { maximumFractionDigits: 1 })} MB`;
}

function rowOf(file, list) {
  const item = document.querySelector("#upload-row").content.firstElementChild.cloneNode(true);
  item.querySelector("[data-name]").textContent = file.name;
  item.querySelector("[data-size]").textContent = sizeOf(file);
  item.querySelector("progress").setAttribute("aria-label", file.name);
  list.append(item);
  return item;
}

function say(item, words) {
  item.querySelector("[data-words]").textContent = words;
}

function dataOf(form, file, extra) {
  const data = new FormData();
  data.append("files", file);
  for (const field of form.querySelectorAll("select[name], input[type=hidden][name]")) {
    if (!(field.name in extra)) data.append(field.name, field.value);
  }
  for (const [name, value] of Object.entries(extra)) data.append(name, value);
  return data;
}

function send(form, file, extra, item) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.round((100 * event.loaded) / event.total);
      item.querySelector("progress").value = percent;
      say(item, percent < 100 ? `Laddar upp ${percent} %` : "Sparar …");
    });
    request.addEventListener("load", () => resolve(request));
    for (const end of ["error", "abort"]) request.addEventListener(end, () => resolve(null));
    item.querySelector("[data-cancel]").addEventListener("click", () => request.abort(), { once: true });
    request.send(dataOf(form, file, extra));
  });
}

function showOutcome(item, answer) {
  const holder = document.createElement("template");
  holder.innerHTML = answer.responseText;
  const outcome = holder.content.querySelector("[data-outcome]");
  if (outcome) item.replaceWith(outcome);
  else item.remove();
  if (outcome && (outcome.dataset.tone === "bad" || outcome.querySelector("a"))) told.push(outcome.outerHTML);
  return outcome?.dataset.tone !== "bad";
}

function showFailure(item, answer, again) {
  item.dataset.tone = "bad";
  say(item, answer?.status === TOO_LARGE ? "Filen är för stor" : "Kom inte fram");
  item.querySelector("[data-cancel]").hidden = true;
  const retry = item.querySelector("[data-retry]");
  retry.hidden = answer?.status === TOO_LARGE;
  retry.addEventListener("click", () => { item.remove(); again(); }, { once: true });
  return false;
}

async function sendOne({ form, file, extra, item }) {
  const answer = await send(form, file, extra, item);
  const isOurs = answer?.responseURL === form.action; // not the login, where the answer of an ended session leads
  if (answer?.status === 200 && isOurs) return showOutcome(item, answer);
  return showFailure(item, answer, () => sendAll(form, [file], extra));
}

async function sendAll(form, files, extra) {
  const list = document.querySelector(form.dataset.results);
  const waiting = [...files].map((file) => ({ form, file, extra, item: rowOf(file, list) }));
  const count = waiting.length;
  let taken = 0;
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const isTaken = await sendOne(next); // first, then add: the other lanes count meanwhile
      if (isTaken) taken += 1;
    }
  };
  underWay += 1;
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  underWay -= 1;
  const lost = count - taken;
  if (lost) toast(lost === 1 ? "En fil togs inte emot. Läs varför vid filen." : `${lost} filer togs inte emot.`, "bad");
  if ("refresh" in form.dataset && taken && !underWay) refresh(form);
}

function formUnder(event) {
  const form = event.target.closest?.("form[data-upload]") ?? document.querySelector("form[data-upload]");
  return form && event.dataTransfer?.types.includes("Files") ? form : null;
}

const clearOver = () => document.querySelectorAll(".is-over").forEach((element) => element.classList.remove("is-over"));

function startForm(form) {
  const input = form.querySelector("input[type=file]");
  form.classList.add("has-scripts");
  if ("refresh" in form.dataset) showKept(form);
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) sendAll(form, files, {});
  });
  form.querySelector("[data-choose]")?.addEventListener("click", (event) => {
    event.preventDefault();
    input.click();
  });
}

export function startUploads() {
  document.querySelectorAll("form[data-upload]").forEach(startForm);
  document.addEventListener("dragover", (event) => {
    const form = formUnder(event);
    if (!form) return;
    event.preventDefault();
    clearOver();
    (event.target.closest("[data-drop-item]") ?? form.querySelector(".p-drop") ?? form).classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) clearOver(); });
  document.addEventListener("drop", (event) => {
    const form = formUnder(event);
    clearOver();
    if (!form) return;
    event.preventDefault();
    const cell = event.target.closest("[data-drop-item]");
    sendAll(form, event.dataTransfer.files, cell ? { item: cell.dataset.dropItem } : {});
  });
  window.addEventListener("beforeunload", (event) => { if (underWay) event.preventDefault(); });
}
