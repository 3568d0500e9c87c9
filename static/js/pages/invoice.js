// The form of an invoice: rows and buyers are added and taken away, and the sum follows while one types. The server counts
// anew when the form is sent; without this module the form has the rows it came with, and a button for more.
const form = document.querySelector("[data-invoice]");
const total = form.querySelector("[data-total]");
const kronor = new Intl.NumberFormat("sv-SE", { maximumFractionDigits: 2 });

function amountOf(text) {
  const plain = text.replace(/[\s\u00a0]|kr/g, "").replace(",", ".");
  return Number.isFinite(Number(plain)) ? Number(plain) : 0;
}

function addUp() {
  const fields = [...form.querySelectorAll("[name^=rad-][name$=-amount]")];
  const sum = fields.reduce((so_far, field) => so_far + amountOf(field.value), 0);
  total.textContent = sum ? `Summa ${kronor.format(sum)} kr` : "";
}

function rowsOf(name) {
  return form.querySelector(`[data-set="${name}"]`);
}

function add(name) {
  const counter = form.querySelector(`[name=${name}-TOTAL_FORMS]`);
  const html = form.querySelector(`[data-empty="${name}"]`).innerHTML.replaceAll("__prefix__", counter.value);
  rowsOf(name).insertAdjacentHTML("beforeend", html);
  counter.value = Number(counter.value) + 1;
  const row = rowsOf(name).lastElementChild;
  row.querySelector("[data-remove]").hidden = false;
  row.querySelector("select, input:not([type=hidden])").focus();
}

function remove(row) {
  // The row stays, emptied: the server skips what says nothing, and the numbers of the others hold.
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.querySelectorAll("input").forEach((field) => { field.value = ""; });
  row.hidden = true;
  addUp();
  (next?.querySelector("input:not([type=hidden])") ?? form.querySelector("[data-add]")).focus();
}

form.querySelectorAll("[data-add], [data-remove]").forEach((button) => { button.hidden = false; });
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-remove]");
  if (!button) return;
  if (button.dataset.add) add(button.dataset.add);
  else remove(button.closest("[data-row]"));
});
form.addEventListener("input", addUp);
addUp();
