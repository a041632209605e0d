// Enhancement only: every page works without this file.
const first = (what) => document.querySelector(what);

// A form pressed twice is sent once.
addEventListener("submit", (event) => {
  const { dataset } = event.target;
  if (dataset.sent) return event.preventDefault();
  dataset.sent = 1;
  setTimeout(() => delete dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

first("[data-focus]")?.focus();

addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = words), 2000);
});
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;

// Words chosen in a clause lead to the comment form.
const chosen = first("[data-comment]");
if (chosen)
  document.addEventListener("selectionchange", () => {
    const range = getSelection();
    const clause = range.anchorNode?.parentElement?.closest(".record")?.parentElement;
    const quote = `${range}`.trim().slice(0, 2000);
    chosen.hidden = !quote || !clause?.id || !clause.contains(range.focusNode);
    chosen.href = chosen.dataset.comment + new URLSearchParams({ clause: clause?.id.slice(7), quote });
  });

// Keys, not while typing; the page names them.
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input,textarea,select,[contenteditable]")) return;
  if (event.key == "c") {
    const here = document.activeElement.closest(".clause") ?? document;
    return (chosen?.hidden ? here.querySelector("[data-key]") : chosen)?.click();
  }
  const marks = { n: ".changed, ins, del", t: ".thread.open", a: "#verdict" }[event.key];
  const all = marks ? [...document.querySelectorAll(marks)] : [];
  const next = all.find((one) => one.getBoundingClientRect().top > 80) ?? all[0];
  if (!next) return;
  next.tabIndex = -1;
  next.scrollIntoView();
  next.focus({ preventScroll: true });
});

// An open page asks whether it is still true.
const live = first("[data-version]");
if (live) {
  let mark = live.dataset.mark;
  const ask = (address) => fetch(address, { headers: { "X-Live": 1, "If-None-Match": mark }, cache: "no-store" });
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await ask(live.dataset.version);
      const fresh = answer.ok && answer.headers.get("ETag");
      if (!fresh || fresh == mark) return;
      const page = new DOMParser().parseFromString(await (await ask(location.href)).text(), "text/html");
      mark = fresh;
      const words = getSelection();
      let news = "";
      for (const part of page.querySelectorAll("[data-part]")) {
        const old = document.getElementById(part.id);
        if (!old || old.textContent + old.dataset.part == part.textContent + part.dataset.part) continue;
        const focus = old.contains(document.activeElement) && document.activeElement;
        if (focus.form || (`${words}` && old.contains(words.anchorNode))) mark = "";
        else {
          old.replaceWith(part);
          if (focus) part.querySelector(`[href="${focus.getAttribute("href")}"]`)?.focus();
          if (part.dataset.part == "news") news += part.innerHTML;
          live.innerHTML = news || live.dataset.words;
        }
      }
    } catch {}
  }, 4000);
}
