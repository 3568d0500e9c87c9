// Files by drag and drop with progress per file. Works on <form data-upload>: a plain form without scripts.
//
// Each file is posted alone to the form's action with the header X-Upload: 1; the answer is a fragment with the
// file's outcome, put into the element named by data-results. With data-refresh the page is fetched anew at the end.

function row(name) {
  const item = document.createElement("li");
  item.dataset.tone = "accent";
  const label = document.createElement("span");
  label.className = "p-clip p-grow";
  label.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  const words = document.createElement("span");
  words.className = "p-xs p-nowrap";
  words.textContent = "Väntar";
  item.append(label, bar, words);
  return { item, bar, words };
}

function send(form, file, extra, shown) {
  return new Promise((resolve) => {
    const data = new FormData();
    data.append("files", file);
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const [name, value] of Object.entries(extra)) data.append(name, value);
    for (const field of form.querySelectorAll("select[name], input[type=hidden][name]")) {
      if (field.name !== "csrfmiddlewaretoken" && !(field.name in extra)) data.append(field.name, field.value);
    }
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.round((100 * event.loaded) / event.total);
      shown.bar.value = percent;
      shown.words.textContent = percent < 100 ? `Laddar upp ${percent} %` : "Sparar …";
    });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => resolve(null));
    request.send(data);
  });
}

async function sendAll(form, files, extra, toast) {
  const results = document.querySelector(form.dataset.results);
  const waiting = [...files].map((file) => ({ file, shown: row(file.name) }));
  for (const { shown } of waiting) results.append(shown.item);
  let failed = 0;
  for (const { file, shown } of waiting) {
    const answer = await send(form, file, extra, shown);
    if (answer && answer.status === 200) {
      const holder = document.createElement("template");
      holder.innerHTML = answer.responseText;
      const outcome = holder.content.querySelector("[data-outcome]");
      if (outcome) shown.item.replaceWith(outcome);
      if (outcome?.dataset.tone === "bad") failed += 1;
    } else {
      failed += 1;
      shown.item.dataset.tone = "bad";
      shown.words.textContent = answer?.status === 413 ? "Filen är för stor" : "Gick inte att ladda upp";
    }
  }
  if (failed) toast(failed === 1 ? "En fil togs inte emot. Läs varför vid filen." : `${failed} filer togs inte emot.`, "bad");
  if ("refresh" in form.dataset && failed < waiting.length) location.reload();
}

export function startUploads(toast) {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    form.classList.add("has-scripts");
    input.addEventListener("change", () => {
      if (input.files.length) sendAll(form, input.files, {}, toast).then(() => { input.value = ""; });
    });
    form.querySelector("[data-choose]")?.addEventListener("click", (event) => {
      event.preventDefault();
      input.click();
    });
  }
  document.addEventListener("dragover", (event) => {
    const form = event.target.closest("form[data-upload], [data-drop-item]") ?? document.querySelector("form[data-upload]");
    if (!form || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    document.querySelectorAll(".is-over").forEach((element) => element.classList.remove("is-over"));
    (form.querySelector(".p-drop") ?? form).classList.add("is-over");
  });
  document.addEventListener("drop", (event) => {
    const files = event.dataTransfer?.files;
    document.querySelectorAll(".is-over").forEach((element) => element.classList.remove("is-over"));
    if (!files?.length) return;
    const cell = event.target.closest("[data-drop-item]");
    const form = event.target.closest("form[data-upload]") ?? document.querySelector("form[data-upload]");
    if (!form) return;
    event.preventDefault();
    sendAll(form, files, cell ? { item: cell.dataset.dropItem } : {}, toast);
  });
}
