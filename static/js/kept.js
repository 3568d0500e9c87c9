// What somebody had written when the session turned out to be over: kept in the tab until they are back on the page.
//
// A form is remembered when it is sent. The next page forgets it, unless that page is the login: then it is given back
// on the page it was written on, to the same person. Passwords, files, personal numbers and door codes are never kept.
import { toast } from "./toasts.js";

const KEY = "sent form";
const NEVER = ["password", "hidden", "file", "submit", "button"];
const SECRET = /personal_number|door_code/;

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !NEVER.includes(field.type) && !SECRET.test(field.name));
const pathOf = (form) => new URL(form.getAttribute("action") || window.location.href, window.location.href).pathname;
const person = () => document.querySelector(".p-shell").dataset.person;
const here = () => window.location.pathname + window.location.search;

function remember(form) {
  const fields = fieldsOf(form).map(({ name, value, checked }) => ({ name, value, checked: Boolean(checked) }));
  sessionStorage.setItem(KEY, JSON.stringify({ page: here(), person: person(), path: pathOf(form), fields }));
}

const isTicked = (field) => ["checkbox", "radio"].includes(field.type);

function fill(form, fields) {
  for (const field of fieldsOf(form)) {
    const place = fields.findIndex(({ name, value }) => name === field.name && (!isTicked(field) || value === field.value));
    if (place === -1) continue;
    const [kept] = fields.splice(place, 1);
    if (isTicked(field)) field.checked = kept.checked;
    else field.value = kept.value;
  }
}

function giveBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  if (!kept?.isLost || kept.page !== here() || kept.person !== person()) return;
  const form = [...document.querySelectorAll("main form")].find((each) => each.method === "post" && pathOf(each) === kept.path);
  const words = kept.fields.filter(({ value, checked }) => value && value !== "on" && !checked).map(({ value }) => value);
  if (form) fill(form, kept.fields);
  toast(form ? "Det du hade skrivit är tillbaka. Läs igenom och spara igen." : `Det här hade du skrivit: ${words.join(", ")}`, "bad");
}

export function startKept() {
  giveBack();
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (target.method === "post" && !defaultPrevented && !target.hasAttribute("hx-post")) remember(target);
  });
  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.matches("form") && detail.requestConfig.verb === "post") remember(detail.elt);
  });
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.xhr.status !== 401) sessionStorage.removeItem(KEY);
  });
}
