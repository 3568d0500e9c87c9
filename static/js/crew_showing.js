// What waits in the queue is shown as if it were done, each with the word that it waits.
const FACTS = ["since", "rest", "paused"]; // of the clock that runs
const clockOf = (at) => new Date(at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });

function waits() {
  const tag = document.querySelector("#act-waits").content.firstElementChild.cloneNode(true);
  tag.dataset.waits = "";
  return tag;
}

function valueOf(act, name) {
  return act.fields.find(([field]) => field === name)?.[1] ?? "";
}

// The pages of a job, or the card of one among those of the day.
function placesOf(act) {
  const page = document.querySelector(`[data-act] input[name=job][value="${CSS.escape(act.job)}"]`)?.closest("#innehall");
  return [page, ...document.querySelectorAll(`[data-job="${CSS.escape(act.job)}"]`)].filter(Boolean);
}

// As the server said it: what waits is shown anew from there each time.
export function takeBack(part) {
  for (const tag of part.querySelectorAll("[data-waits]")) tag.remove();
  for (const line of part.querySelectorAll("[data-running]")) line.hidden = false;
  for (const clock of part.querySelectorAll("[data-clock]")) {
    clock.dataset.told ??= JSON.stringify(FACTS.filter((name) => name in clock.dataset).map((name) => [name, clock.dataset[name]]));
    for (const name of FACTS) delete clock.dataset[name];
    Object.assign(clock.dataset, Object.fromEntries(JSON.parse(clock.dataset.told)));
  }
}

export function applyAct(act, words) {
  if (act.kind === "seen") document.querySelector(".p-cchanges")?.remove();
  for (const place of placesOf(act)) SHOW[act.kind]?.(act, place, words);
}

function setState(place, state, text, isOver = false) {
  for (const part of place.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  for (const holder of place.querySelectorAll("[data-state]")) {
    const status = holder.querySelector(".p-status");
    status.dataset.tone = state === "paused" ? "warn" : isOver ? "ok" : "accent";
    status.querySelector(".p-ring").className = isOver ? "p-ring is-done" : "p-ring";
    status.querySelector(".p-ring").style.setProperty("--v", state === "out" ? "75" : "50");
    status.lastChild.textContent = text;
    holder.append(waits());
  }
}

// The time that runs becomes one that is over, and the next one runs, in the list of one's times.
function endTime(place, until) {
  const line = place.querySelector("[data-running]:not([hidden])");
  if (!line) return;
  addTime(place, `${line.dataset.from}–${until} ${line.dataset.work}`);
  if ("waits" in line.dataset) line.remove();
  else line.hidden = true;
}

function addTime(place, text) {
  const list = place.querySelector("[data-times]");
  if (!list) return null;
  list.closest("[data-time]").hidden = false;
  return addLine(place, "[data-times]", text);
}

function workOf(place, act) {
  const names = place.querySelector("[data-works]")?.content;
  const known = names?.querySelector(`[data-work="${CSS.escape(valueOf(act, "work"))}"]`)?.textContent;
  return known || place.querySelector("[data-times]")?.dataset.other;
}

function beginTime(place, act) {
  const list = place.querySelector("[data-times]");
  if (!list) return;
  const [name, work] = [workOf(place, act), valueOf(act, "work")];
  const line = addTime(place, `${clockOf(act.doneAt)}– ${name}, ${list.dataset.underWay.toLowerCase()}`);
  Object.assign(line.dataset, { running: "", from: clockOf(act.doneAt), work: name });
  const choice = place.querySelector("[data-act=switch] select");
  if (choice && work) choice.value = work;
}

function begin(place, act, words) {
  beginTime(place, act);
  setState(place, "in", words.in.replace("{clock}", clockOf(act.doneAt)));
  const clock = place.querySelector("[data-clock]");
  if (!clock) return;
  Object.assign(clock.dataset, { since: act.doneAt, rest: "0", paused: "" });
  clock.hidden = false;
  setClock(place);
}

function addLine(place, selector, text) {
  const list = place.querySelector(selector);
  if (!list) return null;
  const line = document.createElement(list.matches("ul") ? "li" : "p");
  const said = document.createElement("span");
  line.className = list.matches("ul") ? "" : "p-cline";
  said.className = "p-grow";
  said.textContent = text;
  line.dataset.waits = "";
  line.append(said, waits());
  list.append(line);
  return line;
}

function addPicture(act, place) {
  const list = place.querySelector("[data-photos]");
  if (!list || !act.image) return;
  const tile = document.createElement("div");
  const picture = document.createElement("img");
  picture.src = URL.createObjectURL(act.image);
  picture.alt = clockOf(act.doneAt);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  tile.dataset.waits = "";
  tile.append(picture, waits());
  list.append(tile);
  const note = place.querySelector("[data-photos-wait]");
  note.textContent = note.dataset.words.replace("{count}", list.querySelectorAll("div[data-waits]").length);
  note.hidden = false;
}

function tick(act, place, words) {
  for (const form of place.querySelectorAll("[data-act=tick]")) {
    if (form.querySelector("[name=text]").value !== valueOf(act, "text")) continue;
    const isDone = valueOf(act, "done") === "1";
    form.querySelector("button").setAttribute("aria-pressed", String(isDone));
    form.querySelector("[name=done]").value = isDone ? "" : "1";
    form.querySelector("button").append(waits());
  }
  const count = place.querySelector("[data-count]");
  const all = place.querySelectorAll("[data-act=tick] button");
  const done = place.querySelectorAll("[data-act=tick] button[aria-pressed=true]").length;
  if (count) count.textContent = words.count.replace("{done}", done).replace("{count}", all.length);
}

const SHOW = {
  check_in: (act, place, words) => begin(place, act, words),
  switch: (act, place, words) => {
    const running = place.querySelector("[data-running]:not([hidden])");
    if (running?.dataset.work === workOf(place, act)) return; // it is done already
    endTime(place, clockOf(act.doneAt));
    begin(place, act, words);
  },
  pause: (act, place, words) => {
    setState(place, "paused", words.paused.replace("{clock}", clockOf(act.doneAt)));
    const clock = place.querySelector("[data-clock]");
    if (clock) clock.dataset.paused = act.doneAt;
  },
  resume: (act, place, words) => {
    const clock = place.querySelector("[data-clock]");
    if (clock?.dataset.paused) {
      const rest = Math.round((new Date(act.doneAt) - new Date(clock.dataset.paused)) / 60000);
      Object.assign(clock.dataset, { rest: String(Number(clock.dataset.rest) + Math.max(rest, 0)), paused: "" });
    }
    const since = clock?.dataset.since || act.doneAt;
    setState(place, "in", words.in.replace("{clock}", clockOf(since)));
  },
  check_out: (act, place, words) => {
    const isOver = Boolean(valueOf(act, "is_done"));
    const at = valueOf(act, "ended") || clockOf(act.doneAt);
    endTime(place, at);
    setState(place, "out", isOver ? words.done : words.out.replace("{clock}", at), isOver);
    const clock = place.querySelector("[data-clock]");
    if (clock) clock.hidden = true;
  },
  correct: (act, place, words) => {
    const line = place.querySelector(`[data-entry="${CSS.escape(valueOf(act, "entry"))}"]`);
    const [from, until] = ["starts", "ends"].map((name) => valueOf(act, name).slice(-5));
    if (line) addLine(line, "[data-corrected]", words.corrected.replace("{from}", from).replace("{until}", until).replace("{rest}", valueOf(act, "break_minutes")));
  },
  tick,
  photo: addPicture,
  material: (act, place) => addLine(place, "[data-materials]", valueOf(act, "text")),
  signature: (act, place) => addLine(place, "[data-signatures]", valueOf(act, "name")),
  deviation: (act, place) => addLine(place, "[data-deviations]", valueOf(act, "text")),
};

// "2:44": the time that runs, without its breaks.
export function setClock(part) {
  for (const clock of part.querySelectorAll("[data-clock][data-since]")) {
    const end = clock.dataset.paused ? new Date(clock.dataset.paused) : new Date();
    const minutes = Math.max(Math.round((end - new Date(clock.dataset.since)) / 60000) - Number(clock.dataset.rest), 0);
    clock.querySelector("b").textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }
}
