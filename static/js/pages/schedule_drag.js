// Dragging work on the day: a bar to another time or row, its end to another time, a job from the tray to a row, a bar
// to the tray. Nothing moves until the server has said yes: what is dragged is a ghost with the new time, and what is
// dropped posts what the form without scripts posts. Touch begins with a long press; Escape and a drop elsewhere cancel.

const STEP = 15; // minutes
const NEAR = 6; // pixels before a press is a drag
const EDGE = 48; // pixels from an edge where the rows begin to scroll
const PRESS = 350; // milliseconds of a long press

const IS_LIST = window.matchMedia("(max-width: 767.98px)"); // on a phone the day is a list, and nothing is dragged

let drag = null;

export const isDragging = () => drag !== null;

const day = () => document.querySelector("#day");
const grid = () => document.querySelector("#day-grid");
const minutes = (element, name) => Number.parseInt(element.style.getPropertyValue(name), 10);

export function clock(minute) {
  const within = minute === 1440 ? minute : ((minute % 1440) + 1440) % 1440;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

function begin(event) {
  const item = event.target.closest(".p-day-grid .p-bar, .p-day-card");
  if (!item || drag || IS_LIST.matches || event.button !== 0 || !("planner" in day().dataset) || "fixed" in item.dataset) return;
  if (event.target.closest(".p-day-acts, button")) return;
  const isCard = item.matches(".p-day-card");
  const box = item.getBoundingClientRect();
  drag = {
    item, isCard, x: event.clientX, y: event.clientY, isMoving: false, ghost: null, row: item.closest(".p-sched-row"),
    grab: isCard ? 0 : event.clientX - box.left,
    isResize: !isCard && event.clientX > box.right - 8,
    from: isCard ? null : minutes(item, "--s"),
    length: isCard ? Number(item.dataset.minutes) : minutes(item, "--l"),
    pointer: event.pointerId, drop: null, frame: 0, timer: 0, isTouch: event.pointerType === "touch",
  };
  if (drag.isTouch) drag.timer = setTimeout(lift, PRESS);
}

function lift() {
  if (!drag || drag.isMoving) return;
  drag.isMoving = true;
  drag.item.classList.add("is-lifted");
  document.body.classList.add("is-dragging");
  drag.ghost = document.createElement("div");
  drag.ghost.className = "p-bar p-ghost";
  drag.ghost.dataset.c = drag.item.dataset.c;
  const [time, place] = [document.createElement("b"), document.createElement("span")];
  drag.ghost.append(time, place);
  drag.label = document.createElement("div");
  drag.label.className = "p-drag-label";
  document.body.append(drag.label);
  scroll();
}

function move(event) {
  if (!drag || event.pointerId !== drag.pointer) return;
  const isFar = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > NEAR;
  if (!drag.isMoving) {
    if (!isFar) return;
    if (drag.isTouch) { cancel(); return; } // the finger scrolls
    lift();
  }
  event.preventDefault();
  drag.at = { x: event.clientX, y: event.clientY };
  place();
}

// Where it would land, shown by the ghost and told beside the pointer.
function place() {
  const { at, ghost, label, isResize, isCard, item } = drag;
  const under = document.elementFromPoint(at.x, at.y);
  label.style.setProperty("--x", `${at.x}px`);
  label.style.setProperty("--y", `${at.y}px`);
  const row = isResize ? drag.row : under?.closest(".p-sched-row");
  drag.drop = null;
  if (row && isWelcome(row)) {
    land(row, at);
    return;
  }
  ghost.remove();
  if (!isCard && !isResize && under?.closest(".p-tray")) {
    drag.drop = { act: "off" };
    label.textContent = `Ta av ${drag.row.dataset.name}`;
  } else {
    label.textContent = row ? "Person till person, fordon till fordon" : isCard ? item.querySelector("a").textContent : "Släpp på en rad";
  }
}

const isWelcome = (row) => drag.isCard || row.dataset.kind === drag.row.dataset.kind;

function land(row, at) {
  const { ghost, label, isResize, isCard, from, length } = drag;
  const track = row.querySelector(".p-track");
  const box = track.getBoundingClientRect();
  const [first, whole] = [minutes(grid(), "--d0"), minutes(grid(), "--dl")];
  const minute = first + ((at.x - drag.grab - box.left) / box.width) * whole;
  let [start, end] = [0, 0];
  if (isResize) {
    const raw = first + ((at.x - box.left) / box.width) * whole;
    start = from;
    end = Math.min(Math.max(Math.round(raw / STEP) * STEP, start + STEP), 1440);
  } else {
    const fixed = isCard && drag.item.dataset.at;
    const moved = isCard ? Math.round(minute / STEP) * STEP : from + Math.round((minute - from) / STEP) * STEP;
    start = fixed ? Number(fixed) : Math.min(Math.max(moved, 0), 1440 - STEP);
    end = start + length;
  }
  ghost.style.setProperty("--s", start);
  ghost.style.setProperty("--l", end - start);
  if (ghost.parentElement !== track) track.append(ghost);
  const words = `${clock(start)}–${clock(end)}`;
  ghost.firstChild.textContent = words;
  ghost.lastChild.textContent = row === drag.row ? "" : row.dataset.name;
  label.textContent = row === drag.row ? words : `${words}, ${row.dataset.name}`;
  drag.drop = { row, start, end };
}

// Near an edge the rows follow the pointer.
function scroll() {
  if (!drag?.isMoving) return;
  const area = grid();
  if (drag.at && area) {
    const box = area.getBoundingClientRect();
    const pull = (near, far) => (near < EDGE ? near - EDGE : far < EDGE ? EDGE - far : 0) / 4;
    const [down, right] = [pull(drag.at.y - box.top - 32, box.bottom - drag.at.y), pull(drag.at.x - box.left - 176, box.right - drag.at.x)];
    const isInside = drag.at.y > box.top && drag.at.y < box.bottom && drag.at.x > box.left && drag.at.x < box.right;
    if (isInside && (down || right)) {
      area.scrollBy(right, down);
      place();
    }
  }
  drag.frame = requestAnimationFrame(scroll);
}

function drop(event) {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { isMoving, drop: landed, item, isCard, isResize, from, length, row } = drag;
  if (!isMoving || !landed) {
    if (isMoving) swallowClick();
    cancel();
    return;
  }
  swallowClick();
  const isSame = landed.row === row && landed.start === from && landed.end === from + length;
  if (isSame) {
    cancel();
    return;
  }
  const values = { version: item.dataset.v, day: day().dataset.day };
  if (landed.act) Object.assign(values, { act: landed.act, of: row.dataset.row });
  else if (isResize) Object.assign(values, { of: row.dataset.row, end: clock(landed.end), start: clock(landed.start) });
  else {
    if (!(isCard && item.dataset.at)) values.start = clock(landed.start);
    if (!isCard) values.of = row.dataset.row;
    if (landed.row !== row) values.to = landed.row.dataset.row;
  }
  settle();
  post(item.dataset.job, values);
}

// The ghost waits where it was dropped until the server has answered.
let waiting = null;

function settle() {
  waiting = { ghost: drag.ghost, item: drag.item };
  waiting.ghost.classList.add("is-pending");
  finish();
}

function post(job, values) {
  document.dispatchEvent(new CustomEvent("schedule-drop", { detail: { job, values } }));
}

export function goBack() {
  waiting?.ghost.remove();
  waiting?.item.classList.remove("is-lifted");
  waiting = null;
}

function finish() {
  cancelAnimationFrame(drag.frame);
  clearTimeout(drag.timer);
  drag.label?.remove();
  document.body.classList.remove("is-dragging");
  drag = null;
}

export function cancel() {
  if (!drag) return;
  drag.ghost?.remove();
  drag.item.classList.remove("is-lifted");
  finish();
}

function swallowClick() {
  const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 50);
}

export function startDragging() {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", cancel);
  document.addEventListener("touchmove", (event) => { if (drag?.isMoving) event.preventDefault(); }, { passive: false });
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.("#day")) event.preventDefault(); });
  document.addEventListener("contextmenu", (event) => { if (drag?.isTouch) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.isMoving) return;
    event.preventDefault();
    event.stopPropagation();
    swallowClick();
    cancel();
  }, { capture: true });
}
