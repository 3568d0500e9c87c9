// Letter review: the PDF on canvas with its marks, facts by keyboard, and marking a value by dragging over it.

import { toast } from "../toasts.js";

const viewer = document.querySelector("#viewer");
const panel = document.querySelector("#panel");
const sizes = Object.fromEntries(JSON.parse(document.querySelector("#viewer-pages").textContent).map((page) => [page.number, page]));
let zoom = 1;
let words = null;

async function draw() {
  const pdfjs = await import(viewer.dataset.library);
  pdfjs.GlobalWorkerOptions.workerSrc = viewer.dataset.worker;
  const file = await pdfjs.getDocument({ url: viewer.dataset.src, isEvalSupported: false }).promise;
  viewer.replaceChildren();
  for (let number = Number(viewer.dataset.first); number <= Number(viewer.dataset.last); number += 1) {
    if (number > file.numPages) break;
    viewer.append(await drawPage(await file.getPage(number), number));
  }
  drawMarks();
}

async function drawPage(page, number) {
  const turn = sizes[number]?.turn ?? 0;
  const viewport = page.getViewport({ scale: 1.6, rotation: (page.rotate + turn) % 360 });
  const sheet = document.createElement("div");
  sheet.className = "p-sheet";
  sheet.dataset.page = number;
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  canvas.setAttribute("aria-label", `Sida ${number} av brevet`);
  canvas.setAttribute("role", "img");
  sheet.append(canvas);
  await page.render({ canvasContext: canvas.getContext("2d"), viewport }).promise;
  return sheet;
}

function place(element, box, page) {
  const size = sizes[page];
  const [left, top, right, bottom] = box;
  element.style.setProperty("left", `${(100 * left) / size.width}%`);
  element.style.setProperty("top", `${(100 * top) / size.height}%`);
  element.style.setProperty("width", `${(100 * (right - left)) / size.width}%`);
  element.style.setProperty("height", `${(100 * (bottom - top)) / size.height}%`);
}

function drawMarks() {
  for (const mark of JSON.parse(document.querySelector("#viewer-marks").textContent)) {
    const sheet = viewer.querySelector(`[data-page="${mark.page}"]`);
    const field = panel.querySelector(`[data-field="${mark.field}"]`);
    if (!sheet || !field) continue;
    const box = document.createElement("button");
    box.type = "button";
    box.className = "p-evbox";
    box.dataset.mark = mark.field;
    box.setAttribute("aria-label", `Visa fältet för markering ${mark.field}`);
    box.tabIndex = -1;
    place(box, mark.box, mark.page);
    box.addEventListener("click", () => activate(mark.field));
    sheet.append(box);
  }
}

function activate(id) {
  const field = panel.querySelector(`[data-field="${id}"]`);
  field?.querySelector("input:not([type=hidden]), select")?.focus();
}

panel.addEventListener("focusin", (event) => {
  const field = event.target.closest("[data-field]");
  panel.querySelectorAll(".is-active").forEach((element) => element.classList.remove("is-active"));
  viewer.querySelectorAll(".is-active").forEach((element) => element.classList.remove("is-active"));
  if (!field) return;
  field.classList.add("is-active");
  const mark = viewer.querySelector(`[data-mark="${field.dataset.field}"]`);
  mark?.classList.add("is-active");
  mark?.scrollIntoView({ block: "center", behavior: "smooth" });
  document.querySelector("[data-mark-hint]").hidden = false;
});

// Marking: the words whose middle lies in the dragged rectangle fill the field that has the focus.
let start = null;
let frame = null;
let target = null;
viewer.addEventListener("pointerdown", (event) => {
  const sheet = event.target.closest(".p-sheet");
  const field = panel.querySelector(".is-active input:not([type=hidden])");
  if (!sheet || !field || event.target.closest(".p-evbox")) return;
  event.preventDefault();
  target = field;
  start = { sheet, x: event.offsetX, y: event.offsetY };
  frame = document.createElement("div");
  frame.className = "p-markframe";
  sheet.append(frame);
  sheet.setPointerCapture(event.pointerId);
});
viewer.addEventListener("pointermove", (event) => {
  if (!start) return;
  const edges = rectangle(event);
  place(frame, edges, Number(start.sheet.dataset.page));
});
viewer.addEventListener("pointerup", async (event) => {
  if (!start) return;
  const edges = rectangle(event);
  const page = Number(start.sheet.dataset.page);
  start = null;
  frame.remove();
  words ??= await (await fetch(viewer.dataset.words)).json();
  const found = (words[page] ?? []).filter(([, left, top, right, bottom]) => {
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    return x >= edges[0] && x <= edges[2] && y >= edges[1] && y <= edges[3];
  });
  if (!found.length || !target) return;
  target.value = found.map(([text]) => text).join(" ");
  const form = target.closest("form");
  form.querySelector("[name=page]").value = page;
  form.querySelector("[name=box]").value = [
    Math.min(...found.map((word) => word[1])), Math.min(...found.map((word) => word[2])),
    Math.max(...found.map((word) => word[3])), Math.max(...found.map((word) => word[4])),
  ].join(",");
  target.focus();
});

function rectangle(event) {
  const bounds = start.sheet.getBoundingClientRect();
  const size = sizes[Number(start.sheet.dataset.page)];
  const scale = size.width / bounds.width;
  const x = event.clientX - bounds.left;
  const y = event.clientY - bounds.top;
  return [Math.min(start.x, x), Math.min(start.y, y), Math.max(start.x, x), Math.max(start.y, y)].map((edge) => edge * scale);
}

document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
  zoom = Math.min(Math.max(zoom + (button.dataset.zoom === "+" ? 0.2 : -0.2), 0.6), 2.4);
  viewer.style.setProperty("--zoom", zoom);
}));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const choice = event.target.closest("[data-field-form] select"); // a browser sends no form for Enter in a list
  if (event.ctrlKey || event.metaKey) document.querySelector("[data-confirm-letter]")?.click();
  else if (event.shiftKey) panel.querySelector("[data-confirm-certain]")?.click();
  else if (choice) choice.form.requestSubmit();
  else return;
  event.preventDefault();
});

// What was typed and is not yet confirmed stays when another fact makes the panel new, and holds the letter back.
function isTyped(input) {
  if (input.getAttribute("aria-invalid") === "true") return true;
  if (input.tagName !== "SELECT") return input.value !== input.defaultValue;
  const first = [...input.options].find((option) => option.defaultSelected) ?? input.options[0];
  return input.value !== first.value;
}

const typedFields = () => [...panel.querySelectorAll("[data-field-form]")].filter((form) => isTyped(form.elements.value));

document.querySelector("[data-confirm-letter]")?.form.addEventListener("submit", (event) => {
  const [form] = typedFields();
  if (!form) return;
  event.preventDefault();
  form.elements.value.focus();
  const name = form.parentElement.querySelector("label").firstChild.textContent.trim();
  toast(`Det du skrev i ”${name}” är inte bekräftat. Tryck Enter i fältet, bekräfta sedan brevet.`, "bad");
});

// Papers ticked while an earlier tick is on its way: the panel that comes back does not know of them yet.
const ticked = new Map();
panel.addEventListener("change", ({ target }) => { if (target.name === "codes") ticked.set(target.value, target.checked); }, { capture: true });
document.body.addEventListener("htmx:beforeRequest", (event) => { if (event.target.matches("form:has([name=codes])")) ticked.clear(); });
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "panel" || !ticked.size) return;
  const late = [...panel.querySelectorAll("[name=codes]")].filter((box) => ticked.has(box.value) && ticked.get(box.value) !== box.checked);
  ticked.clear();
  for (const box of late) box.checked = !box.checked;
  late[0]?.dispatchEvent(new Event("change", { bubbles: true }));
});

// After a fact is settled the panel is new: the next open fact gets the focus, so Enter goes on.
let settled = null;
let kept = [];
document.body.addEventListener("htmx:beforeRequest", (event) => {
  settled = event.target.closest("[data-field]")?.dataset.field ?? null;
});
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "panel") return;
  kept = typedFields()
    .filter((form) => form.closest("[data-field]").dataset.field !== settled)
    .map(({ elements }) => [elements.value.id, elements.value.value, elements.page.value, elements.box.value]);
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "panel") return;
  for (const [id, ...values] of kept) {
    const elements = document.getElementById(id)?.form.elements;
    if (elements) [elements.value.value, elements.page.value, elements.box.value] = values;
  }
  const wrong = panel.querySelector("[aria-invalid]");
  const fields = [...panel.querySelectorAll("[data-field]")];
  const from = fields.findIndex((field) => field.dataset.field === settled) + 1;
  const next = wrong ?? fields.slice(from).find((field) => !field.classList.contains("is-done"))?.querySelector("input:not([type=hidden]), select");
  (next ?? document.querySelector("[data-confirm-letter]"))?.focus();
});

draw().catch(() => {
  const link = document.createElement("a");
  link.href = viewer.dataset.src;
  link.textContent = "Brevet gick inte att visa här. Öppna det som fil.";
  viewer.replaceChildren(link);
});
panel.querySelector(".p-field:not(.is-done) input:not([type=hidden]), .p-field:not(.is-done) select")?.focus();
