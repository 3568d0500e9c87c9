// The week: chips are dragged to another day or person, or planned by form with M. What is dropped posts what the form
// without scripts posts; the server answers with a toast, or with the form and what is in the way.
import { toast } from "../toasts.js";

const NEAR = 6; // pixels before a press is a drag
const PRESS = 350; // milliseconds of a long press
const FRESH = 60_000;

const week = () => document.querySelector("#week");
const grid = () => document.querySelector("#week-grid");
const dialog = () => document.querySelector("#plan-dialog");
const body = () => document.querySelector("#plan-dialog-body");
const isPlanner = () => "plan" in (week()?.dataset ?? {});
const planOf = (job) => week().dataset.plan.replace("/0/", `/${job}/`);
const chipOf = (target) => target.closest?.("#week-grid .p-wk");
const rowOf = (chip) => chip?.closest("tr")?.dataset.resource;
let opener = null; // the chip that the focus goes back to
let drag = null;

// The dialog, and what is drawn anew.
const memory = (chip) => chip && { job: chip.dataset.job, resource: rowOf(chip) };

function find(place) {
  const all = [...document.querySelectorAll(`#week-grid .p-wk[data-job="${place?.job}"]`)];
  return all.find((chip) => rowOf(chip) === place.resource) ?? all[0];
}

function load(address, chip) {
  opener = memory(chip);
  window.htmx.ajax("GET", address, { source: "#week", target: "#plan-dialog-body", swap: "innerHTML" });
}

let isPosting = false; // pressed twice: the second would find the plan changed by the first

function act(address, values) {
  if (isPosting) return;
  isPosting = true;
  window.htmx
    .ajax("POST", address, { source: "#week", target: "#plan-dialog-body", swap: "innerHTML", values })
    .finally(() => { isPosting = false; });
}

function letThrough(event) {
  const { xhr, target } = event.detail;
  if (![409, 412].includes(xhr.status) || target?.id !== "plan-dialog-body" || !xhr.responseText) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
}

function swapped(event) {
  if (event.detail.target?.id !== "plan-dialog-body" || !body().firstElementChild) return;
  if (!dialog().open) dialog().showModal();
  const wanted = ["[aria-invalid=true]", "[name=reason]", "[data-focus]", "[name=start]", "button"];
  wanted.map((each) => body().querySelector(each)).find(Boolean)?.focus();
}

async function renew() {
  const place = opener ?? memory(chipOf(document.activeElement));
  const { scrollTop, scrollLeft } = grid();
  dialog().close();
  await window.htmx.ajax("GET", week().dataset.url, { target: "#week", swap: "outerHTML" });
  grid().scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
  find(place)?.focus({ preventScroll: true });
}

const isBusy = () => document.hidden || drag || document.querySelector("dialog[open], #week details[open]");

// Dragging.
function begin(event) {
  const chip = chipOf(event.target);
  if (!chip || drag || event.button !== 0 || !isPlanner() || "fixed" in chip.dataset) return;
  drag = { chip, x: event.clientX, y: event.clientY, isMoving: false, pointer: event.pointerId, cell: null, label: null };
  if (event.pointerType === "touch") drag.timer = setTimeout(lift, PRESS);
}

function lift() {
  if (!drag || drag.isMoving) return;
  drag.isMoving = true;
  drag.chip.classList.add("is-drag");
  drag.label = Object.assign(document.createElement("div"), { className: "p-wkdrop", hidden: true });
  document.body.append(drag.label);
}

function move(event) {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { chip, x, y, timer } = drag;
  if (!drag.isMoving) {
    if (Math.hypot(event.clientX - x, event.clientY - y) < NEAR) return;
    if (timer) {
      end();
      return;
    }
    lift();
  }
  event.preventDefault();
  chip.style.setProperty("--dx", `${event.clientX - x}px`);
  chip.style.setProperty("--dy", `${event.clientY - y}px`);
  scrollAt(event.clientY);
  over(event);
}

function scrollAt(y) {
  const box = grid().getBoundingClientRect();
  if (y > box.bottom - 40) grid().scrollTop += 12;
  else if (y < box.top + 70) grid().scrollTop -= 12;
}

function over(event) {
  const under = document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.matches("#week-grid td[data-day]"));
  drag.cell?.classList.remove("is-over");
  drag.cell = under === drag.chip.closest("td") ? null : (under ?? null);
  drag.cell?.classList.add("is-over");
  drag.label.hidden = !drag.cell;
  if (!drag.cell) return;
  const name = drag.cell.closest("tr").querySelector("th .p-clip")?.textContent.trim() ?? "Otilldelat";
  const day = document.querySelectorAll("#week-grid thead th")[drag.cell.cellIndex].querySelector("a").textContent;
  drag.label.textContent = [name, day, drag.chip.dataset.time].filter(Boolean).join(", ");
  drag.label.style.left = `${event.clientX + 14}px`;
  drag.label.style.top = `${event.clientY + 14}px`;
}

function end() {
  if (!drag) return;
  const { chip, cell, isMoving, label, timer } = drag;
  clearTimeout(timer);
  label?.remove();
  cell?.classList.remove("is-over");
  chip.classList.remove("is-drag");
  chip.style.removeProperty("--dx");
  chip.style.removeProperty("--dy");
  drag = null;
  if (!isMoving) return;
  const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 50);
  if (cell) drop(chip, cell);
}

function drop(chip, cell) {
  const [of, to] = [rowOf(chip), rowOf(cell)];
  const { job, version, time } = chip.dataset;
  opener = memory(chip);
  if (!time) load(`${planOf(job)}?dag=${cell.dataset.day}${to ? `&person=${to}` : ""}`, chip);
  else if (of && !to) act(planOf(job), { version, act: "off", of });
  else act(planOf(job), { version, day: cell.dataset.day, start: time, ...(of ? { of } : {}), ...(to && to !== of ? { to } : {}) });
}

function cancel() {
  if (!drag?.isMoving) return;
  drag.cell?.classList.remove("is-over");
  drag.cell = null;
  end();
  toast("Flytten avbröts.");
}

// Keys: the arrows go between chips, M plans the one that has the focus.
function walk(chip, key) {
  const within = (element) => [...element.querySelectorAll(".p-wk")];
  const column = chip.closest("td").cellIndex;
  const rows = [...document.querySelectorAll("#week-grid tr[data-resource]")];
  const all = key === "ArrowLeft" || key === "ArrowRight"
    ? within(chip.closest("tr"))
    : rows.flatMap((row) => within(row.cells[column]));
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[key];
  const next = step && all[all.indexOf(chip) + step];
  next?.focus();
  return Boolean(next);
}

const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");

function onKey(event) {
  const { key, target } = event;
  const isControl = event.ctrlKey || event.metaKey;
  if (key === "Escape" && drag) cancel();
  if (key === "Enter" && isControl && target.closest?.("#plan-dialog")) {
    target.closest("form")?.querySelector("[data-ctrl-enter], .btn-primary")?.click();
    return;
  }
  if (key.toLowerCase() === "z" && isControl && !event.shiftKey && isPlanner() && !isTyping(target) && !dialog().open) {
    event.preventDefault();
    act(week().dataset.undo, {});
    return;
  }
  const chip = chipOf(target);
  if (!chip || isControl || event.altKey || document.querySelector("dialog[open]")) return;
  const isOff = document.querySelector(".p-shell").dataset.shortcuts === "0";
  if (walk(chip, key)) event.preventDefault();
  else if (key.toLowerCase() === "m" && isPlanner() && !isOff) {
    event.preventDefault();
    event.stopPropagation();
    load(planOf(chip.dataset.job), chip);
  }
}

function onClick(event) {
  if (event.target.closest("[data-close-dialog]")) {
    dialog().close();
    if (event.target.closest("[data-renew]")) renew();
    return;
  }
  const chip = chipOf(event.target);
  if (!chip || !isPlanner() || event.ctrlKey || event.metaKey || event.shiftKey || "fixed" in chip.dataset) return;
  event.preventDefault();
  load(planOf(chip.dataset.job), chip);
}

function onSubmit(event) {
  const form = event.target.closest("[data-week-act]");
  if (!form) return;
  event.preventDefault();
  act(form.action, {});
}

document.body.addEventListener("htmx:beforeSwap", letThrough);
document.body.addEventListener("htmx:afterSwap", swapped);
document.body.addEventListener("schedule-changed", renew);
document.addEventListener("keydown", onKey, { capture: true });
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit, { capture: true });
document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", move, { passive: false });
document.addEventListener("pointerup", end);
document.addEventListener("pointercancel", end);
dialog()?.addEventListener("close", () => {
  body().replaceChildren();
  find(opener)?.focus({ preventScroll: true });
});
setInterval(() => { if (!isBusy()) renew(); }, FRESH);
