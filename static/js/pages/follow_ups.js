// Keys of a list of things to do: X ticks the current row, S opens its menu for putting off, E changes it.
const KEYS = { x: "[data-tick]", s: "[data-snooze]", e: "[data-edit]" };
const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select");

function onKey(event) {
  const isOff = document.querySelector(".p-shell").dataset.shortcuts === "0";
  if (isOff || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const wanted = KEYS[event.key.toLowerCase()];
  const target = wanted && document.querySelector(`.p-todorow.is-current ${wanted}`);
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  target.click();
  if (event.key.toLowerCase() === "s") target.parentElement.querySelector("button").focus();
}

// An open menu closes with Escape and when something else is clicked.
function closeMenus(event) {
  for (const menu of document.querySelectorAll(".p-todorow details[open]")) {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) menu.open = false;
  }
}

document.addEventListener("keydown", onKey, { capture: true });
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", closeMenus);
