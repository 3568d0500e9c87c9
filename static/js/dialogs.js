// Native dialogs, the menu of a phone, and small buttons that need no server.
//
// data-dialog="id"       opens <dialog id>; a form with method="dialog" in it closes it
// data-confirm="words"   on a form: asks first, in the words of its button; data-confirm-title is the question
// data-copy="text"       copies the text
import { toast } from "./toasts.js";

const confirmed = new WeakSet();

function ask(event) {
  const form = event.target.closest("form[data-confirm]");
  if (!form || confirmed.has(form)) return;
  event.preventDefault();
  const dialog = document.querySelector("#confirm");
  const button = event.submitter;
  dialog.querySelector("h2").textContent = form.dataset.confirmTitle;
  dialog.querySelector("p").textContent = form.dataset.confirm;
  const yes = dialog.querySelector("[value=yes]");
  yes.textContent = button.textContent.trim();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    confirmed.add(form);
    form.requestSubmit(button);
    confirmed.delete(form);
  }, { once: true });
  dialog.returnValue = "";
  dialog.showModal();
}

function press(event) {
  const target = event.target.closest("[data-dialog], [data-copy]");
  if (!target) return;
  event.preventDefault();
  if (target.dataset.dialog) document.getElementById(target.dataset.dialog).showModal();
  else navigator.clipboard.writeText(target.dataset.copy).then(() => toast("Kopierat."));
}

// Without scripts the menu of a phone opens as the target of a link; with them it also takes and gives back the focus.
function startDrawer() {
  const menu = document.querySelector("#meny");
  const rest = document.querySelectorAll(".p-main, .p-mobnav");
  const opener = document.querySelector(".p-mobnav a[href='#meny']");
  const show = (isOpen) => {
    menu.classList.toggle("is-open", isOpen);
    rest.forEach((part) => { part.inert = isOpen; });
    (isOpen ? menu.querySelector(".p-drawer-close") : opener).focus();
  };
  opener.addEventListener("click", (event) => { event.preventDefault(); show(true); });
  menu.querySelector(".p-drawer-close").addEventListener("click", (event) => { event.preventDefault(); show(false); });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) show(false);
  });
}

function startUserMenu() {
  const menu = document.querySelector(".p-usermenu");
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

export function startDialogs() {
  document.addEventListener("submit", ask, { capture: true });
  document.addEventListener("click", press);
  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog.p-dialog")) event.target.close();
  });
  startDrawer();
  startUserMenu();
  document.body.addEventListener("look", (event) => {
    document.documentElement.dataset.bsTheme = event.detail.theme;
    document.documentElement.dataset.density = event.detail.density;
    for (const button of document.querySelectorAll(".p-look button")) {
      button.setAttribute("aria-pressed", String(event.detail[button.name] === button.value));
    }
  });
}
