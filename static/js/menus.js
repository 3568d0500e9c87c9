// Menus (details with a panel) that would open past the edge of the window are moved into it.
const MARGIN = 8;

function place({ target }) {
  const panel = target.matches?.("details[open]") ? target.querySelector(":scope > .p-filtermenu-panel") : null;
  if (!panel) return;
  panel.style.removeProperty("translate");
  const { left, right } = panel.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const past = Math.max(0, right + MARGIN - width);
  const shift = left - past < MARGIN ? MARGIN - left : -past;
  if (shift) panel.style.setProperty("translate", `${shift}px 0`);
}

export function startMenus() {
  document.addEventListener("toggle", place, { capture: true }); // toggle does not bubble
}
