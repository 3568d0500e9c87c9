// Clocks of leads to call: the server says how many seconds are left, the page counts on, and says so aloud when two
// minutes are left and when time is out.
const AMBER = 120;
const FULL = 300;
const HOUR = 3600;
const WIDEST = 600; // from here on minutes and seconds do not fit in the ring

function ring(clock, left, late) {
  const minutes = Math.floor(late / 60);
  const isWide = left < 0 && late >= WIDEST;
  clock.textContent = isWide ? `+${minutes} m` : `${left < 0 ? "+" : ""}${minutes}:${String(late % 60).padStart(2, "0")}`;
  clock.style.setProperty("--v", left < 0 ? 100 : Math.floor((100 * left) / FULL));
  const words = { [AMBER]: "två minuter kvar att ringa", [-1]: "ring nu, tiden är ute" }[left];
  const says = words && clock.closest("section")?.querySelector("[data-call-says]");
  if (says) says.textContent = `${clock.dataset.callRing}: ${words}`;
}

function say(clock, left, late) {
  const words = clock.querySelector("span");
  const text = left < 0 ? `Ring nu, ${Math.max(Math.floor(late / 60), 1)} min sen` : `Ring inom ${Math.max(Math.ceil(left / 60), 1)} min`;
  if (words && words.textContent !== text) words.textContent = text;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-call-seconds]")) {
    clock.start ??= performance.now();
    const left = Math.floor(Number(clock.dataset.callSeconds) - (performance.now() - clock.start) / 1000);
    const late = Math.abs(left);
    if (late >= HOUR) continue;
    const tone = left < 0 ? "bad" : left <= AMBER ? "warn" : "accent";
    const isRing = "callRing" in clock.dataset;
    if (clock.dataset.tone !== tone && (isRing || tone !== "accent")) clock.dataset.tone = tone;
    (isRing ? ring : say)(clock, left, late);
  }
}

// The row one stands at stays when the list of calls is fetched anew.
let current = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "calls") current = event.detail.target.querySelector(".is-current")?.id ?? "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (current) document.getElementById(current)?.classList.add("is-current");
  current = "";
});
setInterval(tick, 1000);
