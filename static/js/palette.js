// The palette (Ctrl K): one field over everything. Arrows choose, Enter opens, Ctrl Enter opens in a new tab, > lists
// only commands. The field is a combobox over the list that `home:search` answers with.

const dialog = () => document.querySelector("#palette");
const options = () => [...dialog().querySelectorAll("[role=option]")];

export function openPalette() {
  if (dialog().open) return;
  dialog().showModal();
  const field = dialog().querySelector("input");
  field.select();
  field.dispatchEvent(new Event("palette-open"));
}

function choose(option) {
  const field = dialog().querySelector("input");
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  if (option) {
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
}

function move(step) {
  const all = options();
  if (!all.length) return;
  const place = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  choose(all[(place + step + all.length) % all.length]);
}

function open(option, isNewTab) {
  if (!option) return;
  if (isNewTab) window.open(option.dataset.url, "_blank", "noopener");
  else {
    dialog().close();
    window.location.assign(option.dataset.url);
  }
}

function listen(event) {
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter") {
    open(dialog().querySelector("[aria-selected=true]"), event.ctrlKey || event.metaKey);
  } else return;
  event.preventDefault();
}

export function startPalette() {
  dialog().addEventListener("keydown", listen);
  dialog().addEventListener("click", (event) => {
    open(event.target.closest("[role=option]"), event.ctrlKey || event.metaKey);
  });
  dialog().addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option.getAttribute("aria-selected") !== "true") choose(option);
  });
  dialog().addEventListener("htmx:afterSettle", () => choose(options()[0]));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openPalette();
  });
}
