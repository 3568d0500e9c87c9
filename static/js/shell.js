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
