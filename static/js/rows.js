// Rows by keyboard, in every [data-rows]: rows of its tables, and items of its lists. The current row is marked and its
// link has the focus, so that Enter opens it and a screen reader follows. Pages with rows of their own (data-review) keep
// their keys.

const ROWS = "[data-rows] tbody tr:not(.is-group), [data-rows] .p-item";
let latest = null;

const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent !== null);

export function moveRow(step) {
  if (document.querySelector("[data-review]")) return false;
  const all = rows();
  if (!all.length) return false;
  const current = all.findIndex((row) => row.classList.contains("is-current"));
  const hasFocus = current >= 0 && all[current].contains(document.activeElement);
  const next = all[hasFocus || step < 0 ? Math.min(Math.max(current + step, 0), all.length - 1) : Math.max(current, 0)];
  all[current]?.classList.remove("is-current");
  next.classList.add("is-current");
  next.querySelector("a")?.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

export function toggleRow(isRange) {
  const all = rows();
  const current = all.findIndex((row) => row.classList.contains("is-current"));
  const box = all[current]?.querySelector("input[type=checkbox]");
  if (!box) return false;
  const from = isRange && latest !== null ? Math.min(latest, current) : current;
  const to = isRange && latest !== null ? Math.max(latest, current) : current;
  const isMarked = isRange ? true : !box.checked;
  for (const row of all.slice(from, to + 1)) {
    const each = row.querySelector("input[type=checkbox]");
    if (!each || each.checked === isMarked) continue;
    each.checked = isMarked;
    each.dispatchEvent(new Event("change", { bubbles: true }));
  }
  latest = current;
  return true;
}

export function startRows() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-rows] input[type=checkbox]")) {
      event.target.closest("tr, .p-item")?.classList.toggle("is-selected", event.target.checked);
    }
  });
}
