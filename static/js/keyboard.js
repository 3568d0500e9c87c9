// Keys: G and a letter goes to a place (links with data-go), ? shows them all, / finds the list's search, J and K move
// between rows, X marks one. A key of its own presses what has data-key (a link, a button, a field). Single keys are
// silent while somebody types, while a dialog is open, and for people who have switched them off.
import { moveRow, toggleRow } from "./rows.js";
import { openPalette } from "./palette.js";
import { undoLatest } from "./toasts.js";

const PATIENCE = 1200;
let isGoing = false;

function isTyping(target) {
  return target.closest("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");
}

function go(key) {
  isGoing = false;
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  if (link) window.location.assign(link.href);
  return Boolean(link);
}

function waitForPlace() {
  isGoing = true;
  setTimeout(() => { isGoing = false; }, PATIENCE);
  return true;
}

function press(key) {
  const target = document.querySelector(`main [data-key="${CSS.escape(key)}"]:not([disabled])`);
  if (!target) return false;
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
  return true;
}

const ACTS = {
  "?": () => { document.querySelector("#help").showModal(); return true; },
  "/": () => {
    const field = document.querySelector("main input[type=search]");
    field?.focus();
    return Boolean(field);
  },
  g: waitForPlace,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: (event) => toggleRow(event.shiftKey),
  z: () => { undoLatest(); return true; },
};

function listen(event) {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && key === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  const isOff = document.querySelector(".p-shell").dataset.shortcuts === "0";
  if (isOff || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const isDone = isGoing ? go(key) : press(key) || ACTS[key]?.(event);
  if (isDone) event.preventDefault();
}

export function startKeyboard() {
  document.addEventListener("keydown", listen);
}
