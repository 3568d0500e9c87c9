// The page of a customer: what was revealed on request is masked again after half a minute.

const SECONDS = 30;
const masks = new WeakMap();

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.target;
  if (form?.matches("form[hx-post]") && !masks.has(form)) masks.set(form, form.innerHTML);
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.target;
  if (!form?.querySelector("[data-reveal]")) return;
  setTimeout(() => {
    form.innerHTML = masks.get(form);
    window.htmx.process(form);
  }, SECONDS * 1000);
});
