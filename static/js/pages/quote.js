// The quote form one step at a time: "Fortsätt" saves what is known, and leaving the page loses nothing that was saved.
// The address of the form takes everything, form-encoded: steps (stage=partial) and the whole (stage=complete).
import { startAddresses } from "../address.js";

const CONTACT_STEP = 2;
const LAST_STEP = 5;
const DRAFT_HOURS = 2;
const RETRY_MS = 5000;
const CLICKS = ["gclid", "gbraid", "wbraid"];
const form = document.querySelector(".p-quote:not([data-plain])");

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Draft {
  // What survives a reload in this tab; storage may be closed to frames, then nothing does.
  constructor(key) { this.key = `perforia:offert:${key}`; }

  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      return kept && Date.now() - kept.at < DRAFT_HOURS * 3600e3 ? kept : null;
    } catch { return null; }
  }

  write(state) {
    try { sessionStorage.setItem(this.key, JSON.stringify({ ...state, at: Date.now() })); } catch { /* closed */ }
  }

  forget() {
    try { sessionStorage.removeItem(this.key); } catch { /* closed */ }
  }
}

class Quote {
  constructor(node) {
    this.form = node;
    this.draft = new Draft(node.dataset.quote);
    this.perField = node.dataset.perField === "1";
    this.id = newId();
    this.seq = 0;
    this.step = 1;
    this.reached = 1; // the furthest step that was left with "Fortsätt"
    this.unsent = null; // a post the server has not confirmed
    this.sent = ""; // what it has
    this.done = false;
    this.restore();
    this.listen();
    this.show(this.step, { focus: false });
  }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.next(); });
    this.form.addEventListener("click", (event) => {
      if (event.target.closest("[data-back]")) this.show(this.step - 1);
    });
    this.form.addEventListener("input", (event) => { this.clear(event.target); this.adapt(); this.keep(); });
    this.form.addEventListener("change", () => { if (this.perField && this.hasContact()) this.save("partial"); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); });
    addEventListener("pagehide", () => this.leave());
  }

  field(name) { return this.form.elements.namedItem(name); }

  value(name) { return (this.field(name)?.value ?? "").trim(); }

  chosen(name) { return [...this.form.querySelectorAll(`[name="${name}"]:checked`)]; }

  hasContact() {
    const digits = this.value("phone").replace(/\D/g, "");
    return Boolean(this.value("name")) && (digits.length >= 6 || /^\S+@\S+\.\S{2,}$/.test(this.value("email")));
  }

  async next() {
    if (this.busy || !this.check()) return;
    this.reached = Math.max(this.reached, this.step);
    if (this.step === LAST_STEP) await this.finish();
    else {
      if (this.reached >= CONTACT_STEP) this.save("partial");
      this.show(this.step + 1);
    }
  }

  check() {
    const wrong = {};
    if (this.step === 1 && !this.chosen("services").length) wrong.services = "Välj minst en tjänst.";
    if (this.step === CONTACT_STEP) {
      const phone = this.value("phone");
      const email = this.value("email");
      if (!this.value("name")) wrong.name = "Skriv ditt namn.";
      if (!phone && !email) wrong.phone = "Skriv ett telefonnummer eller en e-postadress, så att vi kan nå dig.";
      if (phone && phone.replace(/\D/g, "").length < 6) wrong.phone = "Skriv numret med siffror, till exempel 070-123 45 67.";
      if (email && !/^\S+@\S+\.\S{2,}$/.test(email)) wrong.email = "Skriv adressen så här: namn@exempel.se.";
    }
    for (const name of ["postal_code", "to_postal_code"]) {
      const text = this.value(name).replace(/\D/g, "");
      if (this.step === 3 && this.value(name) && text.length !== 5) wrong[name] = "Skriv fem siffror, till exempel 123 45.";
    }
    this.tell(wrong);
    return Object.keys(wrong).length === 0;
  }

  tell(wrong) {
    const names = Object.keys(wrong);
    for (const name of names) {
      const place = document.getElementById(`id_${name}_error`);
      if (!place) continue;
      place.querySelector("span").textContent = wrong[name];
      place.hidden = false;
      const input = document.getElementById(`id_${name}`);
      input?.setAttribute("aria-invalid", "true");
      input?.setAttribute("aria-describedby", place.id);
    }
    document.getElementById(`id_${names[0]}`)?.focus();
    this.grow();
  }

  clear(input) {
    const place = document.getElementById(`id_${input.name}_error`);
    if (place) place.hidden = true;
    document.getElementById(`id_${input.name}`)?.removeAttribute("aria-invalid");
  }

  body(stage) {
    const data = new URLSearchParams(new FormData(this.form));
    data.set("submission_id", this.id);
    data.set("seq", this.seq);
    data.set("stage", stage);
    data.set("step", Math.max(this.reached, this.step > this.reached && this.perField ? this.step : 0));
    return data;
  }

  content() {
    const data = this.body("partial");
    ["seq", "stage"].forEach((name) => data.delete(name));
    return data.toString();
  }

  post(data) {
    return fetch(this.form.action, {
      method: "POST", body: data, keepalive: true, headers: { Accept: "application/json" },
    });
  }

  async save(stage) {
    const content = this.content();
    if (content === this.sent && !this.unsent) return;
    this.seq += 1;
    const data = this.body(stage);
    this.unsent = data;
    this.keep();
    await this.deliver(data, content);
  }

  // Again and again until the server has it, or until something newer is on its way.
  async deliver(data, content) {
    try {
      const response = await this.post(data);
      if (response.status >= 500 || response.status === 429) throw new Error(response.status);
      if (this.unsent === data) { this.unsent = null; this.sent = content; }
      this.mark(response.ok ? "Sparat" : "", false);
    } catch {
      this.mark("Kunde inte sparas än. Vi försöker igen.", true);
      setTimeout(() => { if (this.unsent === data && !this.done) this.deliver(data, content); }, RETRY_MS);
    }
  }

  async finish() {
    this.seq += 1;
    const data = this.body("complete");
    this.unsent = data;
    const button = this.form.querySelector(`[data-step="${LAST_STEP}"] [type=submit]`);
    this.busy = true;
    button.setAttribute("aria-busy", "true");
    try {
      const response = await this.post(data);
      const answer = await response.json();
      if (response.ok) this.thank();
      else if (answer.errors) { this.unsent = null; this.show(answer.step, { focus: false }); this.tell(answer.errors); }
      else this.mark(answer.message, true);
    } catch {
      this.mark("Det gick inte att skicka. Kontrollera nätet och försök igen.", true);
    } finally {
      this.busy = false;
      button.removeAttribute("aria-busy");
    }
  }

  thank() {
    this.done = true;
    this.unsent = null;
    this.draft.forget();
    const words = document.getElementById("quote-done").content.cloneNode(true);
    this.form.closest("main").classList.add("is-single");
    this.form.closest("main").querySelector("aside")?.remove();
    this.form.replaceWith(words);
    const heading = document.getElementById("q-done");
    heading.focus();
    this.grow({ isStep: true });
  }

  // Leaving: what "Fortsätt" was pressed for and has not arrived is sent once more; with saving per field also the rest.
  leave() {
    if (this.done) return;
    let data = this.unsent;
    if (!data && this.perField && this.hasContact() && this.content() !== this.sent) {
      this.seq += 1;
      data = this.body("partial");
      this.sent = this.content();
    }
    if (data) navigator.sendBeacon?.(this.form.action, data);
    this.keep();
  }

  show(step, { focus = true } = {}) {
    this.step = Math.min(Math.max(step, 1), LAST_STEP);
    for (const section of this.form.querySelectorAll("[data-step]")) {
      section.classList.toggle("is-open", Number(section.dataset.step) === this.step);
    }
    for (const mark of this.form.querySelectorAll("[data-mark]")) {
      const number = Number(mark.dataset.mark);
      mark.classList.toggle("is-done", number < this.step);
      if (number === this.step) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    }
    this.adapt();
    if (focus) document.getElementById(`q-${this.step}`).focus({ preventScroll: true });
    if (focus) scrollTo({ top: 0 });
    this.keep();
    this.grow({ isStep: focus });
  }

  // What is asked follows from the services; the summary tells what is known.
  adapt() {
    const services = this.chosen("services").map((box) => box.value);
    const moves = services.includes("moving") || services.includes("packing");
    for (const part of this.form.querySelectorAll("[data-for]")) {
      part.hidden = !part.dataset.for.split(" ").some((each) => services.includes(each) || (each === "moving" && moves));
    }
    for (const words of this.form.querySelectorAll("[data-if-moving]")) {
      words.textContent = moves ? words.dataset.ifMoving : words.dataset.else;
    }
    this.summarise();
    this.grow();
  }

  summarise() {
    const choice = (name) => this.field(name)?.selectedOptions?.[0];
    const said = (name) => (choice(name)?.value ? choice(name).textContent : "");
    const rows = [
      ["Tjänst", this.chosen("services").map((box) => box.dataset.label).join(", ")],
      ["Kontakt", [this.value("name").split(" ")[0], this.value("phone") || this.value("email")].filter(Boolean).join(", ")],
      ["Från", [this.value("address"), this.value("city")].filter(Boolean).join(", ")],
      ["Till", [this.value("to_address"), this.value("to_city")].filter(Boolean).join(", ")],
      ["Bostad", [said("housing"), this.value("area_m2") && `${this.value("area_m2")} m²`, said("rooms")].filter(Boolean).join(", ")],
      ["Datum", this.value("wanted_on")],
    ].filter(([, words]) => words);
    const list = document.querySelector("[data-summary] dl");
    list.replaceChildren(...rows.flatMap(([label, words]) => {
      const pair = [document.createElement("dt"), document.createElement("dd")];
      pair[0].textContent = label;
      pair[1].textContent = words;
      return pair;
    }));
    document.querySelector("[data-summary]").hidden = rows.length === 0;
    document.querySelector("[data-summary-line]").hidden = rows.length === 0;
  }

  mark(words, isFailed) {
    for (const place of this.form.querySelectorAll("[data-saved]")) {
      place.hidden = !words;
      place.classList.toggle("is-failed", isFailed);
      place.lastChild.textContent = words;
    }
    this.form.querySelector("[data-said]").textContent = words;
  }

  keep() {
    const values = [...new FormData(this.form)].filter(([name]) => !["started", "stage", "embed", "company_url"].includes(name));
    this.draft.write({ id: this.id, seq: this.seq, step: this.step, reached: this.reached, values });
  }

  restore() {
    const kept = this.draft.read();
    if (!kept) return;
    Object.assign(this, { id: kept.id, seq: kept.seq, step: kept.step, reached: kept.reached });
    for (const [name, value] of kept.values) {
      for (const input of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (input.type === "checkbox" || input.type === "radio") input.checked = input.checked || input.value === value;
        else if (value) input.value = value;
      }
    }
  }

  // Inside a frame: how tall it must be, and when a new step begins.
  grow({ isStep = false } = {}) {
    if (parent === window) return;
    requestAnimationFrame(() => {
      parent.postMessage({ type: "perforia:height", height: document.body.scrollHeight, isStep }, "*");
    });
  }
}

// The page around the frame tells what its visitor has consented to, and with it the click.
function hear(event) {
  if (event.source !== parent || event.data?.type !== "perforia:visitor") return;
  for (const [name, value] of Object.entries(event.data.fields ?? {})) {
    let input = form.elements.namedItem(name);
    if (!input && /^ad_(storage|personalization)$|^analytics_storage$/.test(name)) {
      input = Object.assign(document.createElement("input"), { type: "hidden", name });
      form.append(input);
    }
    if (input?.type === "hidden") input.value = String(value).slice(0, 600);
    else if (input?.type === "checkbox") input.checked = value === "granted";
  }
  const asked = form.querySelector("[data-ad-consent]");
  asked.hidden = !CLICKS.some((name) => form.elements.namedItem(name)?.value);
}

if (form) {
  const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  said.setAttribute("role", "status");
  said.dataset.said = "";
  form.append(said);
  const quote = new Quote(form);
  if (parent !== window) {
    addEventListener("message", hear);
    parent.postMessage({ type: "perforia:ready" }, "*");
    new ResizeObserver(() => quote.grow()).observe(document.body);
  }
} else {
  document.getElementById("quote-errors")?.focus();
}
startAddresses();
