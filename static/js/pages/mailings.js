// Writing a message: a field is put where the cursor is, and a text message tells how many it will be paid as.

const GSM = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const TWICE = new Set("^{}\\[~]|€");

function partsOf(text) {
  const signs = [...text];
  const isGsm = signs.every((sign) => GSM.has(sign) || TWICE.has(sign));
  const length = isGsm ? signs.reduce((sum, sign) => sum + (TWICE.has(sign) ? 2 : 1), 0) : text.length;
  const [alone, joined] = isGsm ? [160, 153] : [70, 67];
  return length <= alone ? Math.min(length, 1) : Math.ceil(length / joined);
}

function count(form) {
  const told = form.querySelector("[data-parts]");
  const isSms = form.querySelector("input[name=channel][value=sms]")?.checked;
  const text = form.querySelector("textarea[name=body]").value;
  if (!told) return;
  const parts = partsOf(text.trim());
  told.textContent = isSms && parts ? `Ungefär ${parts} sms per mottagare. Exakt antal visas i förhandsgranskningen.` : "";
}

function insert(button) {
  const field = document.getElementById(button.dataset.into);
  if (!field) return;
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button) insert(button);
});
for (const form of document.querySelectorAll("form[data-message]")) {
  form.addEventListener("input", () => count(form));
  form.addEventListener("change", () => count(form));
  count(form);
}
