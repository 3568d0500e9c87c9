// What was just done to documents, told in a toast with the way back; without scripts it is a note with a button.
import { toast } from "../toasts.js";

export function tellChange() {
  const form = document.querySelector("[data-undo-toast]");
  if (!form) return;
  form.hidden = true;
  toast(form.querySelector("span").textContent, "ok", form.action);
  const here = new URL(window.location.href);
  here.searchParams.delete("gjort");
  window.history.replaceState(null, "", here);
}
