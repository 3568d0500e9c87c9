// The form of an offer, worked like a spreadsheet: rows are added, moved and taken away by key or button, filled in from the
// price list by name, and the server counts anew while one types. Without this module the form has the rows it came with,
// a field for their order, and buttons that add and count.
const form = document.querySelector("[data-offer]");
const rows = form.querySelector("[data-rows-of-offer]");
const buyers = form.querySelector("[data-buyers]");
const items = [...document.querySelectorAll("#price-items option")];

function say(name = "rows-changed") {
  form.dispatchEvent(new Event(name, { bubbles: true }));
}

function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

function shown() {
  return [...rows.children].filter((row) => !row.hidden);
}

function add(prefix, place, template) {
  const counter = form.querySelector(`[name=${prefix}-TOTAL_FORMS]`);
  const html = form.querySelector(template).innerHTML.replaceAll("__prefix__", counter.value);
  place.insertAdjacentHTML("beforeend", html);
  counter.value = Number(counter.value) + 1;
  const made = place.lastElementChild;
  reveal(made);
  return made;
}

function addRow({ focus = true } = {}) {
  const last = shown().at(-1);
  const row = add("rad", rows, "[data-empty-row]");
  if (last) {
    field(row, "sort").value = field(last, "sort").value;
    field(row, "unit").value = field(last, "unit").value;
  }
  number();
  if (focus) field(row, "description").focus();
  return row;
}

// The server sorts by place: it follows what one sees.
function number() {
  shown().forEach((row, at) => {
    field(row, "place").value = at + 1;
    row.querySelector("legend").textContent = `Rad ${at + 1}`;
  });
}

// A row that is taken away stays, emptied: the server skips what says nothing, and the numbers of the others hold.
function remove(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.querySelectorAll("input").forEach((input) => { input.value = ""; });
  row.hidden = true;
  number();
  say();
  (next?.querySelector("input:not([type=hidden])") ?? form.querySelector("[data-add]")).focus();
}

function move(row, step) {
  const all = shown();
  const at = all.indexOf(row);
  const other = all[at + step];
  if (!other) return;
  if (step < 0) rows.insertBefore(row, other);
  else rows.insertBefore(other, row);
  number();
  say();
}

function price(item) {
  const withVat = Number(item.dataset.price);
  const vat = Number(item.dataset.vat);
  const amount = form.querySelector("#id_includes_vat").value === "0" ? Math.round(withVat * 10000 / (100 + vat)) / 100 : withVat;
  return amount.toFixed(2).replace(/\.00$/, "").replace(".", ",");
}

function fill(row, item) {
  field(row, "description").value = item.value;
  field(row, "sort").value = item.dataset.sort;
  field(row, "unit").value = item.dataset.unit;
  field(row, "unit_price").value = price(item);
  field(row, "vat").value = item.dataset.vat;
  field(row, "item").value = item.dataset.id;
  field(row, "listed").value = item.dataset.price.replace(".", ",");
  if (!field(row, "quantity").value) field(row, "quantity").value = item.dataset.quantity;
  say();
}

function reveal(part) {
  part.querySelectorAll("[data-up], [data-down], [data-remove], [data-remove-buyer]").forEach((button) => { button.hidden = false; });
}

function nextRow(row, name) {
  const below = shown()[shown().indexOf(row) + 1] ?? addRow({ focus: false });
  const target = field(below, name) ?? field(below, "description");
  target.focus();
  target.select?.();
}

form.classList.add("is-scripted");
form.querySelectorAll("[data-add], [data-add-buyer], [data-needs-script]").forEach((part) => { part.hidden = false; });
form.querySelectorAll("[data-noscript]").forEach((button) => { button.hidden = true; });
[...rows.children, ...buyers.children].forEach(reveal);

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const row = event.target.closest("[data-row]");
  if (!button) return;
  if (button.matches("[data-add]")) addRow();
  else if (button.matches("[data-add-buyer]")) add("kopare", buyers, "[data-empty-buyer]").querySelector("input").focus();
  else if (button.matches("[data-up]")) move(row, -1);
  else if (button.matches("[data-down]")) move(row, 1);
  else if (button.matches("[data-remove]")) remove(row);
  else if (button.matches("[data-remove-buyer]")) {
    const buyer = button.closest("[data-buyer]");
    buyer.querySelectorAll("input").forEach((input) => { input.value = ""; });
    buyer.hidden = true;
    say();
  }
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-ctrl-enter]"));
    return;
  }
  const row = event.target.closest("[data-row]");
  if (!row || event.target.matches("button")) return;
  const name = event.target.name?.split("-").at(-1);
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(row, event.key === "ArrowUp" ? -1 : 1);
    event.target.focus();
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.matches("input")) {
    event.preventDefault();
    nextRow(row, name);
  }
});

form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && event.target.matches("[name$=-description]")) {
    const item = items.find((each) => each.value === event.target.value);
    if (item && !field(row, "unit_price").value) fill(row, item);
  }
  if (event.target.id === "artikel" && event.target.value) {
    const item = items.find((each) => each.dataset.id === event.target.value);
    const empty = shown().find((each) => !field(each, "description").value && !field(each, "unit_price").value);
    const target = empty ?? addRow({ focus: false });
    fill(target, item);
    event.target.value = "";
    field(target, "quantity").focus();
    field(target, "quantity").select();
  }
  if (event.target.matches("[data-terms]") && event.target.value) {
    form.querySelector("#id_terms").value = event.target.value;
  }
});
number();
