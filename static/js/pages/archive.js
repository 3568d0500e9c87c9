// The list of documents: what is shown beside it, the chosen rows, and the list anew when files have come in.
import { tellChange } from "./archive_change.js";

const PATIENCE = 350; // milliseconds a row is current before it counts as looked at
const panel = document.querySelector("#panel");
const hits = () => document.querySelector("#hits");
let waiting = null;

function show(row) {
  clearTimeout(waiting);
  if (!panel.offsetParent || panel.dataset.shown === row.dataset.panel) return;
  waiting = setTimeout(() => {
    panel.dataset.shown = row.dataset.panel;
    window.htmx.ajax("GET", row.dataset.panel, { target: "#panel", swap: "innerHTML" });
  }, PATIENCE);
}

function mark(row) {
  hits().querySelector("tr.is-current")?.classList.remove("is-current");
  row.classList.add("is-current");
  show(row);
}

function large() {
  const thumb = panel.querySelector("[data-thumb]");
  const dialog = document.querySelector("#large");
  if (!thumb || panel.querySelector("[data-thumb] button")) return;
  dialog.querySelector("[data-large]").replaceChildren(...[...thumb.cloneNode(true).childNodes]);
  dialog.showModal();
}

// The chosen rows. The bar shows itself by CSS as soon as one is chosen; this counts them.
const boxes = () => [...hits().querySelectorAll("input[name=val]")];

function count() {
  const number = boxes().filter((box) => box.checked).length;
  const all = hits().querySelector("[data-all]");
  const words = hits().querySelector("[data-chosen]");
  if (words) words.textContent = number === 1 ? "1 vald" : `${number} valda`;
  if (all) {
    all.checked = number > 0 && number === boxes().length;
    all.indeterminate = number > 0 && !all.checked;
  }
}

function choose(isChosen) {
  for (const box of boxes()) {
    box.checked = isChosen;
    box.closest("tr").classList.toggle("is-selected", isChosen);
  }
  count();
}

// When the last file is in, list, folders and count are fetched anew; the outcomes stay where they are.
async function refresh() {
  const answer = await fetch(window.location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const selector of ["#hits", "#tree", "#count"]) {
    const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
}

function watchUploads() {
  const list = document.querySelector("#uploads");
  new MutationObserver(() => {
    if (list.querySelector("progress") || !list.querySelector("[data-outcome]:not([data-seen])")) return;
    list.querySelectorAll("[data-outcome]").forEach((row) => { row.dataset.seen = ""; });
    refresh();
  }).observe(list, { childList: true });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("#hits tr[data-panel]");
  if (row && !event.target.matches("input")) mark(row);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-show-large]")) large();
  if (event.target.closest("[data-none]")) choose(false);
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  const row = event.target.closest("#hits tr[data-panel]");
  if (row && !event.target.closest("a, button, input, label")) row.querySelector("a").focus();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("#hits [data-all]")) choose(event.target.checked);
  else if (event.target.matches("#hits input[name=val]")) count();
});
document.addEventListener("keydown", (event) => {
  const isRow = event.target.closest("#hits tr a, #panel");
  if (event.key === " " && isRow && !event.target.matches("input, button")) {
    event.preventDefault();
    large();
  }
  if (event.key === "Enter" && event.target.matches("dialog input[type=radio]")) {
    event.preventDefault();
    event.target.closest("dialog").querySelector("button.btn-primary").click();
  }
});
document.body.addEventListener("htmx:configRequest", (event) => {
  const list = event.detail.target;
  if (list?.dataset?.form) event.detail.parameters.form = list.dataset.form;
});
tellChange();
watchUploads();
