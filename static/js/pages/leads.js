// The list, the board and the page of a lead: the dialog that acts are loaded into, many at once, cards that move.
// Everything here posts what the forms without scripts post.
import "../call_clocks.js";
import { marked, unmarkAll } from "../marks.js";

const dialog = () => document.querySelector("#lead-dialog");
const body = () => document.querySelector("#lead-dialog-body");

// The dialog: opened when something is loaded into it, closed when what was asked is done.
function open(event) {
  if (event.detail.target?.id !== "lead-dialog-body" || !body().firstElementChild) return;
  if (!dialog().open) dialog().showModal();
  const wanted = ["[aria-invalid=true]", "input[type=radio]:checked", "select, textarea, input:not([type=hidden])", "button"];
  wanted.map((each) => body().querySelector(each)).find(Boolean)?.focus();
}

function refresh() {
  dialog()?.close();
  if (!document.querySelector("#leads-region")) {
    window.location.reload();
    return;
  }
  const current = document.querySelector("#leads-region .is-current")?.id;
  const address = window.location.pathname + window.location.search;
  window.htmx.ajax("GET", address, { target: "#leads-region", swap: "outerHTML" }).then(() => standAt(current));
}

// The row or card one stood at keeps the focus when the list has been fetched anew.
function standAt(id) {
  const row = id ? document.getElementById(id) : null;
  row?.classList.add("is-current");
  row?.querySelector("a")?.focus();
}

function onClick(event) {
  if (event.target.closest("[data-close-dialog]")) dialog().close();
}

// Keys of rows and cards: A and S act on the marked rows, else on the current one; Shift H and Shift L move a card.
const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select");

function onKey(event) {
  const isOff = document.querySelector(".p-shell").dataset.shortcuts === "0";
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    const button = form?.querySelector("[data-ctrl-enter], .btn-primary");
    button?.click();
    return;
  }
  if (isOff || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") unmarkAll();
  const key = event.key.toLowerCase();
  if (event.shiftKey && (key === "h" || key === "l")) moveCurrent(key === "l" ? 1 : -1);
  else if (board() && (key === "j" || key === "k")) walk(key === "j" ? 1 : -1);
  else if (key === "a" || key === "s") act(key);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function act(key) {
  const target = marked().length
    ? document.querySelector(`[data-bulk-key="${key}"]`)
    : document.querySelector(`.is-current [data-row-key="${key}"]`) ?? document.querySelector(`main [data-key="${key}"]`);
  target?.click();
}

// The board.
const board = () => document.querySelector("[data-lead-board]");
const cards = () => [...document.querySelectorAll("[data-lead-card]")];

function walk(step) {
  const all = cards();
  const now = all.findIndex((card) => card.classList.contains("is-current"));
  const next = all[now < 0 ? 0 : Math.min(Math.max(now + step, 0), all.length - 1)];
  all[now]?.classList.remove("is-current");
  next?.classList.add("is-current");
  next?.querySelector("a").focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function moveCurrent(step) {
  const card = document.querySelector("[data-lead-card].is-current");
  const lanes = [...document.querySelectorAll("[data-lane]")];
  const lane = lanes[lanes.indexOf(card?.closest("[data-lane]")) + step];
  if (card && lane) ask(card, lane.dataset.lane);
}

function ask(card, status) {
  const address = `${card.dataset.statusUrl}?till=${encodeURIComponent(status)}`;
  window.htmx.ajax("GET", address, { target: "#lead-dialog-body", swap: "innerHTML" });
}

let drag = null;

function startDrag(event) {
  const card = event.target.closest("[data-lead-card]");
  if (!card || !board() || event.button !== 0 || event.pointerType === "touch") return;
  drag = { card, x: event.clientX, y: event.clientY, isMoving: false, slot: null };
}

function moveDrag(event) {
  if (!drag) return;
  const { card, x, y } = drag;
  if (!drag.isMoving && Math.hypot(event.clientX - x, event.clientY - y) < 6) return;
  drag.isMoving = true;
  card.classList.add("is-drag");
  card.style.setProperty("--dx", `${event.clientX - x}px`);
  card.style.setProperty("--dy", `${event.clientY - y}px`);
  const lane = document.elementsFromPoint(event.clientX, event.clientY).map((each) => each.closest("[data-lane]")).find(Boolean);
  if (drag.slot?.parentElement === lane) return;
  drag.slot?.remove();
  drag.slot = null;
  if (!lane || lane === card.closest("[data-lane]")) return;
  drag.slot = document.createElement("div");
  drag.slot.className = "p-slot";
  drag.slot.textContent = lane.dataset.laneWords;
  lane.querySelector(".p-lane-head").after(drag.slot);
}

function endDrag() {
  if (!drag) return;
  const { card, slot, isMoving } = drag;
  const lane = slot?.closest("[data-lane]");
  slot?.remove();
  card.classList.remove("is-drag");
  card.style.removeProperty("--dx");
  card.style.removeProperty("--dy");
  drag = null;
  if (isMoving) {
    const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 50);
  }
  if (lane) ask(card, lane.dataset.lane);
}

document.body.addEventListener("htmx:afterSwap", open);
document.body.addEventListener("leads-changed", refresh);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey, { capture: true });
document.addEventListener("pointerdown", startDrag);
document.addEventListener("pointermove", moveDrag);
document.addEventListener("pointerup", endDrag);
document.addEventListener("pointercancel", endDrag);
