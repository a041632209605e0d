// Enhancement only: every page works without this file.

// A form pressed twice is sent once. (The service itself takes it once as well.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});
// Coming back with the browser's own button shows a form that may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// After a refusal the summary gets the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// "Copy" buttons beside fingerprints and addresses.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = words), 2000);
});
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;

// Keys: n next change, t next open thread. Not while typing.
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input,textarea,select,[contenteditable]")) return;
  const marks = { n: ".changed, ins, del", t: ".thread.open" }[event.key];
  if (!marks) return;
  const all = [...document.querySelectorAll(marks)];
  if (!all.length) return;
  const next = all.find((one) => one.getBoundingClientRect().top > 80) ?? all[0];
  next.tabIndex = -1;
  next.scrollIntoView({ block: "start" });
  next.focus({ preventScroll: true });
});

// A page that names a version address asks it now and then, and offers to reload when something is new.
const live = document.querySelector("[data-version]");
if (live) {
  let mark = "";
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.dataset.version, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
      if (!answer.ok) return;
      const fresh = answer.headers.get("ETag") ?? "";
      if (mark && fresh && fresh !== mark) live.hidden = false;
      mark = fresh;
    } catch {
      // The network is away: ask again next time.
    }
  };
  ask();
  setInterval(ask, 15000);
}
