// What every page has: toasts, the palette, keyboard help, rows by keyboard, files dropped with progress.
import { startUploads } from "./upload.js";

const shell = document.querySelector(".p-shell");
const palette = document.querySelector("#palette");
const help = document.querySelector("#help");
const places = { d: "/", i: "/rut/", a: "/rut/arenden/", o: "/dokument/" };

export function toast(text, tone = "ok") {
  const template = document.querySelector("#toast-template");
  const element = template.content.firstElementChild.cloneNode(true);
  element.dataset.tone = tone;
  element.querySelector("span").textContent = text;
  element.querySelector("button").addEventListener("click", () => element.remove());
  document.querySelector("#toasts").append(element);
  setTimeout(() => element.remove(), tone === "bad" ? 12000 : 8000);
}

document.body.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone));
document.body.addEventListener("htmx:sendError", () => toast("Ingen kontakt med Perforia. Kontrollera nätet och försök igen.", "bad"));
document.body.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Trigger")) toast("Något gick fel. Ladda om sidan och försök igen.", "bad");
});

function openPalette() {
  palette.showModal();
  const input = palette.querySelector("input");
  input.select();
  input.dispatchEvent(new Event("palette-open"));
}

function moveInPalette(step) {
  const links = [...palette.querySelectorAll("#palette-hits a")];
  if (!links.length) return;
  const place = links.indexOf(document.activeElement);
  links[(place + step + links.length) % links.length].focus();
}

palette?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") moveInPalette(1);
  else if (event.key === "ArrowUp") moveInPalette(-1);
  else if (event.key === "Enter" && event.target.matches("input")) palette.querySelector("#palette-hits a")?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-palette-open], [data-help-open], [data-dialog], [data-copy]");
  if (!target) return;
  event.preventDefault();
  if (target.matches("[data-palette-open]")) openPalette();
  else if (target.matches("[data-help-open]")) help.showModal();
  else if (target.dataset.dialog) document.getElementById(target.dataset.dialog).showModal();
  else navigator.clipboard.writeText(target.dataset.copy).then(() => toast("Kopierat"));
});

function isTyping(event) {
  return event.target.closest("input, textarea, select, [contenteditable]") !== null;
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-rows] tbody tr:not(.is-group)")];
  if (!rows.length) return;
  const current = rows.findIndex((row) => row.classList.contains("is-current"));
  const next = rows[Math.min(Math.max(current + step, 0), rows.length - 1)];
  rows[current]?.classList.remove("is-current");
  next.classList.add("is-current");
  next.querySelector("a")?.focus();
  next.scrollIntoView({ block: "nearest" });
}

let waitingForPlace = false;
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (shell.dataset.shortcuts === "0" || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (waitingForPlace) {
    waitingForPlace = false;
    if (places[key]) location.assign(places[key]);
    return;
  }
  if (key === "g") {
    waitingForPlace = true;
    setTimeout(() => { waitingForPlace = false; }, 1200);
  } else if (key === "?") help.showModal();
  else if (key === "/") document.querySelector("main input[type=search]")?.focus();
  else if (key === "j" && !document.querySelector("[data-review]")) moveRow(1);
  else if (key === "k" && !document.querySelector("[data-review]")) moveRow(-1);
  else if (key === "u") document.querySelector("[data-upload] input[type=file]")?.click();
  else return;
  event.preventDefault();
});

startUploads(toast);
