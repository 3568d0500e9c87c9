// Pointing out the door and the parking of an address: a click on the map fills the field, the pin moves at once, and
// nothing is kept before it is saved. Without the mouse the same field is typed in.
import { mapOf } from "../map.js";

const holder = document.querySelector("[data-pins]");
const form = holder.querySelector("[data-pin-form]");

function readPoint(text) {
  const found = text.match(/\d{1,3}(?:[.,]\d+)?/g) ?? [];
  return found.length === 2 ? found.map((degrees) => Number(degrees.replace(",", "."))) : null;
}

function chosen() {
  const button = form.querySelector("[name=kind]:checked");
  return { kind: button.value, words: button.closest("label").textContent.trim() };
}

function movePin() {
  const { kind, words } = chosen();
  const point = readPoint(form.elements.coordinates.value);
  if (point) mapOf(holder)?.place(kind === "main" ? "stop" : kind, point, words);
}

if (form) {
  holder.addEventListener("map:click", (event) => {
    const { words } = chosen();
    form.elements.coordinates.value = event.detail.map((degrees) => degrees.toFixed(5)).join(", ");
    movePin();
    form.querySelector("[data-pin-told]").textContent = `${words} är flyttad på kartan. Spara för att behålla läget.`;
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") form.elements.coordinates.value = form.dataset[event.target.value] ?? "";
    else if (event.target.name === "coordinates") movePin();
  });
}
