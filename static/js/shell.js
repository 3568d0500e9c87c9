// What every page has, one module per thing.
import { startDialogs } from "./dialogs.js";
import { startKept } from "./kept.js";
import { startKeyboard } from "./keyboard.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startRequests } from "./requests.js";
import { startRows } from "./rows.js";
import { startToasts } from "./toasts.js";
import { startUploads } from "./upload.js";

startToasts();
startRequests();
startDialogs();
startMenus();
startPalette();
startRows();
startKeyboard();
startUploads();
startKept();

// The module of maps comes with the first map, be it in the page or in what htmx brings in.
let hasMaps = false;
async function lookForMaps() {
  if (hasMaps || !document.querySelector("[data-map]")) return;
  hasMaps = true;
  (await import("./map.js")).startMaps();
}
lookForMaps();
document.body.addEventListener("htmx:load", lookForMaps);

// So does the module of addresses with the first field for one.
async function lookForAddresses() {
  if (document.querySelector("[data-address]:not([data-ready])")) (await import("./address.js")).startAddresses();
}
lookForAddresses();
document.body.addEventListener("htmx:load", lookForAddresses);

// Of a row of tabs that is wider than a phone, show the one that is open.
for (const current of document.querySelectorAll(".p-tabs [aria-current], .p-subnav [aria-current]")) {
  current.scrollIntoView({ inline: "center", block: "nearest" });
}
