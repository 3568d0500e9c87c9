// The day of the schedule: its dialog, its keys, what keeps it fresh. Everything here posts what plain forms post.
//
// data-dialog-load     on a link: what it leads to is loaded into the dialog
// data-plan-act        on a form: an act that answers with the day drawn anew, or with the form in the dialog
// data-show-clash      on a link to a bar: it is shown and focused
import { toast } from "../toasts.js";
import { clock, goBack, isDragging, startDragging } from "./schedule_drag.js";

const FRESH = 30_000;
const day = () => document.querySelector("#day");
const dialog = () => document.querySelector("#plan-dialog");
const body = () => document.querySelector("#plan-dialog-body");
const isPlanner = () => "planner" in (day()?.dataset ?? {});
const bars = (within) => [...within.querySelectorAll(".p-bar:not(.p-ghost)")];
const planOf = (job) => day().dataset.plan.replace("/0/", `/${job}/`);
let opener = null; // what the focus goes back to: the id of a bar or card, and its job
let isPosting = false;

// The dialog.
function load(address) {
  opener = memory(document.activeElement);
  window.htmx.ajax("GET", address, { source: "#day", target: "#plan-dialog-body", swap: "innerHTML" });
}

function act(address, values) {
  isPosting = true;
  window.htmx
    .ajax("POST", address, { source: "#day", target: "#plan-dialog-body", swap: "innerHTML", values })
    .finally(() => { isPosting = false; goBack(); });
}

// A refusal that can be mended is a form: it is shown, whatever its status.
function letThrough(event) {
  const { xhr, target } = event.detail;
  if (target?.id === "day") remember();
  if (![409, 412].includes(xhr.status) || target?.id !== "plan-dialog-body" || !xhr.responseText) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
}

function swapped(event) {
  const id = event.detail.target?.id;
  if (id === "day") {
    dialog()?.close();
    recall();
    return;
  }
  if (id !== "plan-dialog-body" || !body().firstElementChild) return;
  if (!dialog().open) dialog().showModal();
  const wanted = ["[aria-invalid=true]", "[name=reason]", "[data-focus]", "[name=start]", "button"];
  wanted.map((each) => body().querySelector(each)).find(Boolean)?.focus();
}

// What is drawn anew stands where it stood.
let place = null;

const memory = (element) => {
  const item = element?.closest?.(".p-bar, .p-day-card");
  return item ? { id: item.id, job: item.dataset.job, row: item.closest(".p-sched-row")?.id } : null;
};

function remember() {
  place = {
    areas: ["#day-grid", ".p-tray-body"].map((each) => [each, document.querySelector(each)?.scrollTop ?? 0, document.querySelector(each)?.scrollLeft ?? 0]),
    focus: dialog()?.open ? opener : memory(document.activeElement),
    isOpen: document.querySelector("#day-undated")?.open ?? false,
  };
}

function recall() {
  if (!place) return;
  for (const [each, top, left] of place.areas) document.querySelector(each)?.scrollTo({ top, left, behavior: "instant" });
  const undated = document.querySelector("#day-undated");
  if (undated) undated.open = place.isOpen;
  const { focus } = place;
  place = null;
  drawClock();
  if (!focus) return;
  const same = document.getElementById(focus.id);
  const item = same ?? day().querySelector(`.p-bar[data-job="${focus.job}"], .p-day-card[data-job="${focus.job}"]`);
  (item?.matches(".p-day-card") ? item.querySelector("a") : item)?.focus({ preventScroll: true });
}

// Fresh every half minute, but never under a dialog, a drag, an open menu or somebody who writes.
const isBusy = () =>
  document.hidden || isPosting || isDragging() || document.querySelector("dialog[open], .p-day details[open].p-filtermenu") ||
  document.activeElement?.matches("input, select, textarea");

async function renew(isForced = false) {
  if (!day() || (!isForced && isBusy())) return;
  const { url, etag } = day().dataset;
  let answer = null;
  try {
    answer = await fetch(url, { headers: { "HX-Request": "true", "If-None-Match": etag }, cache: "no-store" });
  } catch {
    return; // without contact the day stays as it was; the next act says so
  }
  const away = answer.headers.get("HX-Redirect");
  if (away) window.location.assign(away);
  if (answer.status !== 200) return;
  const html = await answer.text();
  if (!isForced && isBusy()) return;
  remember();
  window.htmx.swap("#day", html, { swapStyle: "outerHTML" });
  day().dataset.etag = answer.headers.get("ETag") ?? "";
  recall();
  document.body.dispatchEvent(new CustomEvent("schedule-renewed"));
}

// The line of the clock, in Stockholm wherever the computer is.
const STOCKHOLM = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", dateStyle: "short", timeStyle: "short" });

function drawClock() {
  const grid = document.querySelector("#day-grid");
  if (!grid) return;
  const [date, time] = STOCKHOLM.format(new Date()).split(" ");
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const first = Number.parseInt(grid.style.getPropertyValue("--d0"), 10);
  const isShown = date === day().dataset.day && minute >= first && minute <= first + Number.parseInt(grid.style.getPropertyValue("--dl"), 10);
  const [flag, line] = [grid.querySelector(".p-nowflag"), grid.querySelector(":scope > .p-now")];
  if (!isShown) {
    flag?.remove();
    line?.remove();
    return;
  }
  const put = (element, tag, name, parent) => {
    const made = element ?? parent.appendChild(Object.assign(document.createElement(tag), { className: name }));
    made.style.setProperty("--s", minute);
    return made;
  };
  put(flag, "span", "p-nowflag", grid.querySelector(".p-sched-hours > :last-child")).textContent = clock(minute);
  put(line, "div", "p-now", grid);
}

// Keys: arrows go between bars and rows, M plans the one that has the focus, Ctrl Z takes the last change back.
function near(bar, rows) {
  const middle = (each) => { const box = each.getBoundingClientRect(); return box.left + box.width / 2; };
  const row = rows.find((each) => bars(each).length);
  return row && bars(row).sort((a, b) => Math.abs(middle(a) - middle(bar)) - Math.abs(middle(b) - middle(bar)))[0];
}

function walk(bar, key) {
  const row = bar.closest(".p-sched-row");
  const rows = [...document.querySelectorAll(".p-day-grid .p-sched-row")];
  const all = bars(row);
  const at = all.indexOf(bar);
  const to = {
    ArrowLeft: () => all[at - 1], ArrowRight: () => all[at + 1], Home: () => all[0], End: () => all.at(-1),
    ArrowUp: () => near(bar, rows.slice(0, rows.indexOf(row)).reverse()), ArrowDown: () => near(bar, rows.slice(rows.indexOf(row) + 1)),
  }[key]?.();
  to?.focus();
  to?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return Boolean(to);
}

const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select");

function onKey(event) {
  const { key, target } = event;
  const isControl = event.ctrlKey || event.metaKey;
  if (key === "Enter" && isControl && target.closest("#plan-dialog")) {
    target.closest("form")?.querySelector("[data-ctrl-enter], .btn-primary")?.click();
    return;
  }
  if (document.querySelector("dialog[open]") || isTyping(target) || event.altKey) return;
  if (key.toLowerCase() === "z" && isControl && !event.shiftKey && isPlanner()) {
    event.preventDefault();
    act(day().dataset.undo, {});
    return;
  }
  if (isControl) return;
  const bar = target.closest(".p-day-grid .p-bar");
  if (bar && walk(bar, key)) event.preventDefault();
  const item = target.closest(".p-day-grid .p-bar, .p-day-card");
  const isOff = document.querySelector(".p-shell").dataset.shortcuts === "0";
  if (!item || isOff || !isPlanner() || key.toLowerCase() !== "m") return;
  event.preventDefault();
  event.stopPropagation();
  load(planOf(item.dataset.job));
}

function onClick(event) {
  const { target } = event;
  if (target.closest("[data-close-dialog]")) {
    dialog().close();
    if (target.closest("[data-renew]")) renew(true);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const clash = target.closest("[data-show-clash]");
  const link = target.closest("[data-dialog-load]");
  const bar = target.closest(".p-day-grid a.p-bar");
  if (clash) show(document.querySelector(clash.getAttribute("href")));
  else if (link && dialog()) load(link.href);
  else if (bar && isPlanner()) load(planOf(bar.dataset.job));
  else return;
  event.preventDefault();
}

function show(bar) {
  bar?.scrollIntoView({ block: "center", inline: "center" });
  bar?.focus({ preventScroll: true });
}

function onSubmit(event) {
  const form = event.target.closest("[data-plan-act]");
  if (!form || !dialog()) return;
  event.preventDefault();
  if (isPosting) return; // pressed twice: the second would find the plan changed by the first
  opener = memory(document.activeElement);
  const values = Object.fromEntries(new FormData(form, event.submitter));
  delete values.csrfmiddlewaretoken;
  act(form.action, values);
}

// Of the plan's form: when the beginning moves, the end follows.
function follow(event) {
  const form = event.target.closest("[data-plan-form]");
  if (!form || event.target.name !== "start") return;
  const minute = (text) => (/^\d\d:\d\d/.test(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)) : null);
  const [before, now, end] = [minute(event.target.dataset.before ?? ""), minute(event.target.value), minute(form.elements.end.value)];
  if (before !== null && now !== null && end !== null) {
    form.elements.end.value = clock(end + now - before);
    form.elements.overnight.checked = form.elements.overnight.checked || end + now - before >= 1440;
  }
  event.target.dataset.before = event.target.value;
}

function stand(event) {
  const bar = event.target.closest?.(".p-day-grid .p-bar");
  if (event.target.name === "start" && event.target.closest("[data-plan-form]")) event.target.dataset.before = event.target.value;
  if (!bar) return;
  document.querySelectorAll(".p-bar.is-current").forEach((each) => each.classList.remove("is-current"));
  bar.classList.add("is-current");
  const map = document.querySelector("#day-map");
  const { row } = bar.closest(".p-sched-row").dataset;
  if (!map || map.dataset.row === row) return;
  map.dataset.row = row;
  clearTimeout(mapTimer);
  mapTimer = setTimeout(drawMap, 250);
}

// The road of the person whose work has the focus; drawn anew when the plan is.
let mapTimer = 0;

function drawMap() {
  const map = document.querySelector("#day-map");
  if (map) window.htmx.ajax("GET", day().dataset.road.replace("/0/", `/${map.dataset.row}/`), { source: "#day-map", target: "#day-map", swap: "innerHTML" });
}

startDragging();
drawClock();
setInterval(drawClock, FRESH);
setInterval(renew, FRESH);
document.addEventListener("schedule-drop", (event) => act(planOf(event.detail.job), event.detail.values));
document.body.addEventListener("htmx:beforeSwap", letThrough);
document.body.addEventListener("htmx:afterSwap", swapped);
document.body.addEventListener("htmx:sendError", goBack);
document.body.addEventListener("schedule-renewed", drawMap);
document.body.addEventListener("schedule-changed", () => renew(true));
document.addEventListener("keydown", onKey, { capture: true });
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit, { capture: true });
document.addEventListener("change", follow);
document.addEventListener("focusin", stand);
document.querySelector("#plan-dialog")?.addEventListener("close", () => {
  body().replaceChildren();
  const item = opener && document.getElementById(opener.id);
  (item?.matches(".p-day-card") ? item.querySelector("a") : item)?.focus({ preventScroll: true });
});
