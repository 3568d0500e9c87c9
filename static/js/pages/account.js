// A form that led here instead of being saved: what was written is given back after the login (kept.js).
const sent = sessionStorage.getItem("sent form");
if (sent) sessionStorage.setItem("sent form", JSON.stringify({ ...JSON.parse(sent), isLost: true }));

// Six boxes over the one field of a code: the field takes typing, pasting and password managers as ever.

for (const holder of document.querySelectorAll("[data-code]")) {
  const field = holder.querySelector("input");
  const boxes = Array.from({ length: field.maxLength }, () => {
    const box = document.createElement("span");
    box.setAttribute("aria-hidden", "true");
    return box;
  });
  const draw = () => {
    field.value = field.value.replace(/\D/g, "");
    boxes.forEach((box, place) => {
      box.textContent = field.value[place] ?? "";
      box.classList.toggle("is-cur", place === Math.min(field.value.length, boxes.length - 1));
    });
  };
  holder.classList.add("p-code");
  field.classList.remove("form-control", "form-control-lg");
  holder.append(...boxes);
  field.addEventListener("input", draw);
  draw();
}
