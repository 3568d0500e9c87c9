// An address that is completed while it is written: a combobox over what the server suggests. Choosing fills street,
// postal code and place; a street keeps the focus and asks for the number. Whatever fails, the fields take any text.
// Around the fields stands data-address with data-search (answers the list) and data-resolve (answers the fields).
const WAIT_MS = 250; // after the last key
const LEAST = 3;
const IDLE_MS = 180_000; // one session of typing at providers that count them
const SILENT = "Förslag kan inte hämtas just nu. Skriv adressen som vanligt.";

const newSession = () => crypto.randomUUID?.() ?? `${Date.now()}${Math.random()}`.replace(".", "");
let count = 0;

function part(root, name) {
  return [...root.querySelectorAll("input")].find((input) => input.name.endsWith(name));
}

class AddressField {
  constructor(root) {
    this.root = root;
    this.postcode = part(root, "postal_code");
    this.city = part(root, "city");
    this.ref = part(root, "address_ref");
    this.input = [...root.querySelectorAll("input")]
      .find((input) => input.type !== "hidden" && input !== this.postcode && input !== this.city);
    this.search = root.dataset.search;
    this.resolve = root.dataset.resolve;
    this.place = ""; // of the street that was chosen, while its number is written
    this.build();
    this.listen();
  }

  build() {
    count += 1;
    this.popup = document.createElement("div");
    this.popup.className = "p-combo-popup";
    this.popup.hidden = true;
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("aria-live", "polite");
    const holder = document.createElement("div");
    holder.className = "p-combo";
    this.input.after(holder);
    holder.append(this.popup, this.said);
    this.id = `adressforslag-${count}`;
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id, spellcheck: "false" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    if (!this.input.autocomplete) this.input.autocomplete = "off"; // visitors' own addresses may be filled in
    this.fill('<div role="listbox" aria-label="Adressförslag"></div>');
  }

  listen() {
    this.input.addEventListener("input", () => { if (!this.isWriting) { this.forget(); this.later(); } });
    for (const other of [this.postcode, this.city]) {
      other?.addEventListener("input", () => { if (!this.isWriting) this.forget(); });
    }
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.popup.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.popup.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.popup.addEventListener("pointermove", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.mark(option);
    });
  }

  get options() { return [...this.popup.querySelectorAll("[role=option]")]; }

  get active() { return this.popup.querySelector("[aria-selected=true]"); }

  get isOpen() { return !this.popup.hidden; }

  forget() { // what is written is no longer what was chosen
    if (this.ref) this.ref.value = "";
    if (this.place && !this.input.value.toLowerCase().startsWith(this.street.toLowerCase())) this.place = "";
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort(); // an answer to an older text is never shown
    if (this.input.value.trim().length < LEAST) this.close();
    else this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const asking = new AbortController();
    this.asking = asking;
    const text = this.place ? `${this.input.value.trim()}, ${this.place}` : this.input.value.trim();
    try {
      const answer = await this.get(this.search, { q: text, session: this.session() }, asking.signal);
      const html = await answer.text();
      if (asking.signal.aborted || document.activeElement !== this.input) return;
      this.fill(html);
      this.tell();
    } catch (error) {
      if (error.name !== "AbortError") this.warn(SILENT);
    }
  }

  async get(url, parameters, signal) {
    const answer = await fetch(`${url}?${new URLSearchParams(parameters)}`, { signal, headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.status === 204 || answer.redirected) throw new Error(String(answer.status));
    return answer;
  }

  session() {
    const now = Date.now();
    if (!this.token || now - this.usedAt > IDLE_MS) this.token = newSession();
    this.usedAt = now;
    return this.token;
  }

  fill(html) {
    this.popup.innerHTML = html;
    const list = this.popup.querySelector("[role=listbox]");
    if (list) list.id = this.id;
    this.options.forEach((option, place) => { option.id = `${this.id}-${place}`; });
    this.mark(null);
  }

  tell() {
    const found = this.options.length;
    const notice = this.popup.querySelector("[data-notice]")?.textContent ?? "";
    if (found || notice) this.open();
    else this.close();
    const words = found ? `${found} förslag. Välj med pilarna och Enter.` : "Inga förslag. Skriv adressen som vanligt.";
    this.said.textContent = [notice, words].filter(Boolean).join(" ");
  }

  warn(sentence) {
    this.fill('<div role="listbox" aria-label="Adressförslag"></div><p class="p-combo-foot" data-notice></p>');
    this.popup.querySelector("[data-notice]").textContent = sentence;
    this.open();
    this.said.textContent = sentence;
  }

  open() {
    this.popup.hidden = false;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
  }

  close() {
    clearTimeout(this.timer);
    this.popup.hidden = true;
    this.mark(null);
    this.input.setAttribute("aria-expanded", "false");
  }

  mark(option) {
    for (const each of this.options) each.setAttribute("aria-selected", String(each === option));
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") this.step(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" && this.isOpen && this.active) this.choose(this.active);
    else if (key === "Escape" && this.isOpen) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // a dialog around the field stays open
  }

  step(step) {
    const all = this.options;
    if (!all.length) {
      this.later();
      return;
    }
    if (!this.isOpen) this.open();
    const place = all.indexOf(this.active);
    this.mark(all[place < 0 && step < 0 ? all.length - 1 : (place + step + all.length) % all.length]);
  }

  choose(option) {
    if (!option) return;
    const { provider, ref, kind, main, secondary } = option.dataset;
    this.close();
    if (kind === "street") this.chooseStreet(main, secondary);
    else this.take(provider, ref, kind, main);
  }

  chooseStreet(main, secondary) {
    this.street = main;
    this.place = secondary.replace(/\s*\(.*\)$/, "");
    this.write(this.input, `${main} `);
    if (this.city && this.place) this.write(this.city, this.place);
    this.input.focus();
    this.said.textContent = `${main}, ${this.place}. Skriv numret.`;
    this.later();
  }

  async take(provider, ref, kind, main) {
    const session = this.session();
    this.token = ""; // a chosen address ends the session
    this.write(this.input, kind === "postcode" ? "" : main);
    try {
      const found = await (await this.get(this.resolve, { provider, ref, session })).json();
      if (found.found === false) this.warn(found.notice);
      else this.put(found, kind);
    } catch {
      this.warn(SILENT);
    }
  }

  put(found, kind) {
    const place = `${found.postal_code ?? ""} ${found.city ?? ""}`.trim();
    if (this.postcode) {
      if (found.address && kind !== "postcode") this.write(this.input, found.address);
      if (found.postal_code) this.write(this.postcode, found.postal_code);
      if (found.city && this.city) this.write(this.city, found.city);
    } else this.write(this.input, [found.address, place].filter(Boolean).join(", "));
    if (this.ref && kind !== "postcode") this.ref.value = found.address_ref ?? "";
    this.said.textContent = `${[found.address, place].filter(Boolean).join(", ")} är ifylld.`;
    this.input.dispatchEvent(new CustomEvent("address:chosen", { bubbles: true, detail: found }));
  }

  // Input for those who listen to the form (duplicates, drafts), but no new question for suggestions.
  write(input, text) {
    this.isWriting = true;
    input.value = text;
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
    this.isWriting = false;
  }
}

export function startAddresses() {
  for (const root of document.querySelectorAll("[data-address]:not([data-ready])")) {
    root.dataset.ready = "";
    new AddressField(root);
  }
}
