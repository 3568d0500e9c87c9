// The sheet of a day: its button prints it.
document.querySelector("[data-print]").addEventListener("click", () => window.print());
