// What every page has, one module per thing.
import { startDialogs } from "./dialogs.js";
import { startKeyboard } from "./keyboard.js";
import { startPalette } from "./palette.js";
import { startRequests } from "./requests.js";
import { startRows } from "./rows.js";
import { startToasts } from "./toasts.js";
import { startUploads } from "./upload.js";

startToasts();
startRequests();
startDialogs();
startPalette();
startRows();
startKeyboard();
startUploads();

// Of a row of tabs that is wider than a phone, show the one that is open.
for (const current of document.querySelectorAll(".p-tabs [aria-current], .p-subnav [aria-current]")) {
  current.scrollIntoView({ inline: "center", block: "nearest" });
}
