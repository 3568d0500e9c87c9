// Pictures are made smaller before they are kept and sent; what they say of place and camera goes with that.
const LONGEST_SIDE = 2000; // pixels
const QUALITY = 0.82;

export async function smaller(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // a kind the browser cannot read: the server says what it thinks of it
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const made = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  return made || file;
}

// A field to draw on with finger, pen or mouse: { isEmpty, clear(), blob() }.
export function pad(canvas) {
  const paint = canvas.getContext("2d");
  let last = null;
  const state = { isEmpty: true };
  paint.lineWidth = 3.5;
  paint.lineCap = paint.lineJoin = "round";
  paint.strokeStyle = "#1a2326"; // ink on white paper in both themes

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = at(event);
    paint.beginPath();
    paint.moveTo(...last);
    paint.lineTo(...next);
    paint.stroke();
    last = next;
    state.isEmpty = false;
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { last = null; });

  state.clear = () => {
    paint.clearRect(0, 0, canvas.width, canvas.height);
    state.isEmpty = true;
  };
  state.blob = () => new Promise((resolve) => {
    const paper = document.createElement("canvas");
    [paper.width, paper.height] = [canvas.width, canvas.height];
    const page = paper.getContext("2d");
    page.fillStyle = "#fff";
    page.fillRect(0, 0, paper.width, paper.height);
    page.drawImage(canvas, 0, 0);
    paper.toBlob(resolve, "image/png");
  });
  return state;
}
