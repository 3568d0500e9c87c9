// What happens around requests: busy regions, focus after a swap, errors in words, no double submit.
import { cookie } from "./cookies.js";
import { toast } from "./toasts.js";

const SENTENCES = {
  403: "Du har inte behörighet till det här. Be en ägare om hjälp.",
  404: "Det finns inte längre. Ladda om sidan för att se vad som ändrats.",
  413: "Filen är för stor. Dela upp den och försök igen.",
  429: "Det gick för fort. Vänta en minut och försök igen.",
};
const BROKEN = "Något gick fel hos oss. Ingenting har gått förlorat: försök igen om en stund.";
const UNREACHABLE = "Ingen kontakt med Perforia. Kontrollera nätet och försök igen.";

function markBusy(event, isBusy) {
  const target = event.detail.target ?? event.detail.elt;
  if (isBusy) target?.setAttribute("aria-busy", "true");
  else target?.removeAttribute("aria-busy");
}

function tell(event) {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Trigger") || xhr.getResponseHeader("HX-Redirect")) return;
  toast(SENTENCES[xhr.status] ?? BROKEN, "bad");
}

// The first wrong field, else what the new part asks to be focused, else where the focus was (htmx does that by id).
function placeFocus(event) {
  const part = event.detail.elt;
  const wrong = part.querySelector?.("[aria-invalid=true]");
  const wanted = wrong ?? part.querySelector?.("[data-focus]");
  if (wanted && (wrong || document.activeElement === document.body)) wanted.focus();
}

// A login in another window changes the token that forms carry: the one in force is the cookie's.
const tokenInForce = () => cookie("csrftoken");

function renewToken(form) {
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (field && tokenInForce()) field.value = tokenInForce();
}

// A plain form that is on its way: a line at the top when it takes long, and its button does nothing twice.
function onTheWay(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
  const button = event.submitter;
  if (form.method === "post") renewToken(form);
  if (form.method === "post" && button) {
    if (button.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-busy", "true");
  }
  const line = document.querySelector(".p-progressline");
  line.timer = setTimeout(() => { line.hidden = false; }, 250);
}

// A fragment's form that is on its way: htmx would send what is pressed meanwhile as soon as the first is answered.
function notTwice(event) {
  const form = event.target;
  if (!form.hasAttribute("hx-post") || !form.classList.contains("htmx-request")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function arrived() {
  const line = document.querySelector(".p-progressline");
  clearTimeout(line.timer);
  line.hidden = true;
  document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

export function startRequests() {
  const { body } = document;
  body.addEventListener("htmx:beforeRequest", (event) => markBusy(event, true));
  body.addEventListener("htmx:afterRequest", (event) => markBusy(event, false));
  body.addEventListener("htmx:afterSettle", placeFocus);
  body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!tokenInForce()) return;
    detail.headers["X-CSRFToken"] = tokenInForce();
    if (detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = tokenInForce();
  });
  body.addEventListener("htmx:responseError", tell);
  for (const lost of ["htmx:sendError", "htmx:timeout"]) body.addEventListener(lost, () => toast(UNREACHABLE, "bad"));
  document.addEventListener("submit", notTwice, { capture: true });
  document.addEventListener("submit", onTheWay);
  window.addEventListener("pageshow", arrived);
  document.querySelector("main [aria-invalid=true]")?.focus();
}
