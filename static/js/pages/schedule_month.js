// The month by keyboard: the arrows go between the days, Home and End to the first and last day of a week.
const days = () => [...document.querySelectorAll("[data-month] [data-day]")];
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function onKey(event) {
  const here = event.target.closest?.("[data-day]");
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = days();
  const now = all.indexOf(here);
  const monday = now - (now % 7);
  const to = { Home: monday, End: monday + 6 }[event.key] ?? now + (STEPS[event.key] ?? NaN);
  if (Number.isNaN(to)) return;
  event.preventDefault();
  all[to]?.focus();
}

document.querySelector("[data-month]")?.addEventListener("keydown", onKey);
