// Writing a contract: what belongs to a company is asked of companies, and a row that is taken away is not shown.

const form = document.querySelector("[data-contract]");

function showParty() {
  const isCompany = form.querySelector("input[name=party_kind]:checked")?.value === "company";
  for (const part of form.querySelectorAll("[data-company]")) part.hidden = !isCompany;
}

function showRenewal() {
  const part = form.querySelector("[data-renewal]");
  if (part) part.hidden = form.querySelector("[name=renewal]")?.value === "none";
}

function showRow(box) {
  box.closest("[data-person]").classList.toggle("is-gone", box.checked);
}

function showAll() {
  showParty();
  showRenewal();
  for (const box of form.querySelectorAll("input[name$=DELETE]")) showRow(box);
}

form.addEventListener("change", (event) => {
  if (event.target.name === "party_kind") showParty();
  if (event.target.name === "renewal") showRenewal();
  if (event.target.name?.endsWith("DELETE")) showRow(event.target);
});
document.addEventListener("htmx:afterSettle", showAll);
showAll();
