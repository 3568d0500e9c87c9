// Toasts: what became of an act, bottom left. Six seconds, paused under the pointer or the focus; errors stay until
// closed. They come from the header HX-Trigger ({"toast": {"text", "tone", "undo"}}), from Django's messages (already
// in the page) and from `toast()`. `undo` is an address that a POST to undoes the act; Z presses the button.

const SECONDS = { bad: 0, undo: 8 };
const region = () => document.querySelector("#toasts");

function close(element) {
  clearTimeout(element.timer);
  element.remove();
}

function start(element) {
  const seconds = "undo" in element.dataset ? SECONDS.undo : (SECONDS[element.dataset.tone] ?? 6);
  if (seconds) element.timer = setTimeout(() => close(element), seconds * 1000);
}

function wire(element) {
  element.querySelector("[data-toast-close]").addEventListener("click", () => close(element));
  for (const pause of ["pointerenter", "focusin"]) element.addEventListener(pause, () => clearTimeout(element.timer));
  for (const resume of ["pointerleave", "focusout"]) element.addEventListener(resume, () => start(element));
  start(element);
}

export function toast(text, tone = "ok", undo = "") {
  const kind = tone === "bad" ? "#toast-bad" : "#toast-good";
  const element = document.querySelector(kind).content.firstElementChild.cloneNode(true);
  element.querySelector(".p-grow").textContent = text;
  const button = element.querySelector("[data-toast-undo]");
  if (undo) {
    element.dataset.undo = "";
    button.hidden = false;
    button.addEventListener("click", () => {
      close(element);
      window.htmx.ajax("POST", undo, { source: region(), swap: "none" });
    });
  }
  region().append(element);
  wire(element);
}

export function undoLatest() {
  const buttons = region().querySelectorAll("[data-toast-undo]:not([hidden])");
  buttons[buttons.length - 1]?.click();
}

export function startToasts() {
  region().querySelectorAll(".p-toast").forEach(wire);
  document.body.addEventListener("toast", (event) => {
    const { text, tone, undo } = event.detail;
    toast(text, tone, undo);
  });
}
