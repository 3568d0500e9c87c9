// Many rows at once, in every .p-bulkform: how many are marked, all of them, none of them.
const boxes = () => [...document.querySelectorAll(".p-bulkform tbody input[type=checkbox]")];

export const marked = () => boxes().filter((box) => box.checked);

function mark(box, isMarked) {
  if (box.checked === isMarked) return;
  box.checked = isMarked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

export function unmarkAll() {
  boxes().forEach((box) => mark(box, false));
}

function count() {
  const all = document.querySelector("[data-mark-all]");
  const number = document.querySelector("[data-marked-count]");
  if (!all || !number) return;
  number.textContent = marked().length;
  all.checked = boxes().length > 0 && marked().length === boxes().length;
  all.indeterminate = marked().length > 0 && !all.checked;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-mark-all]")) {
    const isMarked = event.target.checked; // counting on the way changes the box itself
    boxes().forEach((box) => mark(box, isMarked));
  }
  if (event.target.closest(".p-bulkform")) count();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-unmark]")) unmarkAll();
});
document.body.addEventListener("htmx:afterSettle", count);
count();
