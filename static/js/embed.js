// The quote form on any page: <script src=".../static/js/embed.js" data-form="KEY" async></script>
// Puts a frame where the script stands, as tall as its content. Click ids are handed on only with consent:
// window.perforiaConsent = {ad_user_data: "granted", ...}, or document.dispatchEvent(new CustomEvent("perforia:consent", {detail})).
(() => {
  const script = document.currentScript;
  const key = script?.dataset.form;
  if (!key) return;
  const home = new URL(script.src).origin;
  const query = new URLSearchParams(location.search);
  const utm = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];
  const clicks = ["gclid", "gbraid", "wbraid", "gad_source", "gad_campaignid"];
  const answers = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"];
  let consent = window.perforiaConsent ?? {};

  function visitor() {
    const fields = { landing_page: location.origin + location.pathname, referrer: document.referrer, page: location.origin + location.pathname };
    utm.forEach((name) => { if (query.get(name)) fields[name] = query.get(name); });
    answers.forEach((name) => { if (consent[name]) fields[name] = consent[name]; });
    if (consent.ad_user_data === "granted") {
      fields.landing_page = location.href;
      clicks.forEach((name) => { if (query.get(name)) fields[name] = query.get(name); });
    }
    return fields;
  }

  const frame = document.createElement("iframe");
  frame.src = `${home}/offert/${encodeURIComponent(key)}/?embed=1`;
  frame.title = script.dataset.title ?? "Begär offert";
  frame.loading = "eager";
  frame.setAttribute("scrolling", "no");
  Object.assign(frame.style, { width: "100%", height: "640px", border: "0", display: "block", colorScheme: "light" });

  const tell = () => frame.contentWindow?.postMessage({ type: "perforia:visitor", fields: visitor() }, home);
  addEventListener("message", (event) => {
    if (event.origin !== home || event.source !== frame.contentWindow) return;
    if (event.data?.type === "perforia:ready") tell();
    if (event.data?.type !== "perforia:height") return;
    frame.style.height = `${Math.min(Math.max(Number(event.data.height) || 0, 200), 6000)}px`;
    if (event.data.isStep && frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ block: "start" });
  });
  document.addEventListener("perforia:consent", (event) => { consent = event.detail ?? {}; tell(); });
  script.after(frame);
})();
