// Contracts: the fixed text of a data field is shown where it is asked for, and a preview is tried with another customer.

function showFixed(row) {
  const chosen = row.querySelector("select")?.value;
  const fixed = row.querySelector("[data-fixed]");
  if (fixed) fixed.hidden = chosen !== "text";
}

function idFieldIsNotAsked(form) {
  const chosen = form.querySelector("[name=id_field]");
  for (const row of form.querySelectorAll("[data-field-row]")) {
    const id = row.querySelector(".p-id")?.textContent;
    row.hidden = Boolean(chosen?.value) && id === chosen.value;
  }
}

for (const row of document.querySelectorAll("[data-field-row]")) showFixed(row);

document.addEventListener("change", (event) => {
  const row = event.target.closest("[data-field-row]");
  if (row) showFixed(row);
  const form = event.target.closest("#mapping-form");
  if (form && event.target.name === "id_field") idFieldIsNotAsked(form);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-choose-customer]");
  if (!link) return;
  event.preventDefault();
  const form = link.closest("form");
  form.querySelector("[name=sok]").value = "";
  let chosen = form.querySelector("[name=kund]");
  if (!chosen) {
    chosen = document.createElement("input");
    chosen.type = "hidden";
    chosen.name = "kund";
    form.append(chosen);
  }
  chosen.value = link.dataset.chooseCustomer;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
});
