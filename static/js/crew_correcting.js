// The forms that put a time right: looked at before anything waits, and filled again when the server said no.
const DAY = 86400000; // milliseconds
const MINUTE = 60000;

// Whether a form tells a time that cannot be; said in the form itself, with what was typed as it is.
export function problemOf(form) {
  const [starts, ends] = ["starts", "ends"].map((name) => new Date(form.elements[name].value));
  const rest = Number(form.elements.break_minutes.value) * MINUTE;
  const said = form.dataset;
  const sentence = ends <= starts ? said.backwards : ends - starts > DAY ? said.tooLong : rest >= ends - starts ? said.allBreak : "";
  tell(form, sentence);
  return Boolean(sentence);
}

// What was typed stays in the form that it was typed in, until it is sent again or taken away.
export function fillAgain(acts) {
  for (const act of acts) {
    const fields = Object.fromEntries(act.fields);
    const place = document.querySelector(`[data-entry="${CSS.escape(fields.entry)}"]`);
    const form = place?.querySelector("[data-act=correct]");
    if (!form || form.dataset.filled === act.uuid) continue;
    form.dataset.filled = act.uuid;
    for (const name of ["starts", "ends", "break_minutes", "text"]) form.elements[name].value = fields[name] ?? "";
    form.closest("details").open = true;
    tell(form, act.sentence);
  }
}

function tell(form, sentence) {
  const note = form.querySelector("[data-problem]");
  note.textContent = sentence;
  note.hidden = !sentence;
}
