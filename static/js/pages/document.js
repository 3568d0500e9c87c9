// One document: the pages of a PDF on canvas, each drawn when it comes into view.
import { tellChange } from "./archive_change.js";

const viewer = document.querySelector("#viewer");
const AHEAD = "600px";
const SHARPNESS = 1.6;

async function draw(sheet, page) {
  const viewport = page.getViewport({ scale: SHARPNESS });
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Sida ${page.pageNumber}`);
  await page.render({ canvasContext: canvas.getContext("2d"), viewport }).promise;
  sheet.replaceChildren(canvas);
}

function placeFor(number, viewport) {
  const sheet = document.createElement("div");
  sheet.className = "p-sheet";
  sheet.dataset.page = number;
  sheet.style.setProperty("--shape", `${viewport.width} / ${viewport.height}`);
  viewer.append(sheet);
  return sheet;
}

async function open() {
  const pdfjs = await import(viewer.dataset.library);
  pdfjs.GlobalWorkerOptions.workerSrc = viewer.dataset.worker;
  const options = { url: viewer.dataset.src, cMapUrl: viewer.dataset.cmaps, standardFontDataUrl: viewer.dataset.fonts, cMapPacked: true, isEvalSupported: false };
  const file = await pdfjs.getDocument(options).promise;
  viewer.replaceChildren();
  const first = await file.getPage(1);
  const shape = first.getViewport({ scale: 1 });
  const seen = new IntersectionObserver(async (entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      seen.unobserve(entry.target);
      await draw(entry.target, await file.getPage(Number(entry.target.dataset.page)));
    }
  }, { root: viewer, rootMargin: AHEAD });
  for (let number = 1; number <= file.numPages; number += 1) seen.observe(placeFor(number, shape));
}

if (viewer?.dataset.src) {
  open().catch(() => {
    viewer.querySelector("[data-wait]")?.replaceChildren("Dokumentet går inte att visa. Ladda ner det i stället.");
  });
}
tellChange();
