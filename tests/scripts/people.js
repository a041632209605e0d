// People before the two pages: they type, press and read, and what they see comes back as data.
ground.people.signing = async (asked, { settled, load }) => {
  const spell = data => btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const seen = {};
  let [sent, said, key, fetched] = [0, [], null, null];
  const paragraph = (name, value, text) => {
    const place = document.createElement("div");
    place.dataset[name] = value;
    place.innerText = text;
    return place;
  };
  document.body.innerHTML = `<main></main>${asked.around}<p id="signing-check" tabindex="-1"></p><script type="application/json" id="signing-data"></script>`;
  document.querySelector("main").append(...asked.shown.map(({ path, text }) => paragraph("clause", path, text)), ...asked.terms.map(text => paragraph("term", "", text)), ...asked.numbers.map(text => paragraph("number", "", text)));
  document.getElementById("signing-data").textContent = JSON.stringify(asked.data);
  document.querySelector("main").append(...asked.answers.flat().map(text => paragraph("answer", "", text)));
  const place = document.getElementById("signing-check");
  const watch = new MutationObserver(() => said.push(place.textContent));
  const form = document.querySelector(`form[data-act="${asked.act ?? "approval"}"]`) ?? document.querySelector("form");
  form.submit = () => (sent += 1);
  for (const [name, value] of Object.entries(asked.typed)) {
    const field = document.createElement("input");
    Object.assign(field, { name, value, type: asked.act === "adoption" ? "hidden" : "text" });
    field.dataset.typed = "";
    form.append(field);
  }
  form.insertAdjacentHTML("beforeend", asked.more);
  globalThis.fetch = async (address, { body, ...options }) => {
    fetched = [address, { ...options, body: JSON.parse(body) }];
    return { ok: asked.ok, json: async () => asked.answer };
  };
  const get = async ({ publicKey: { challenge, allowCredentials, ...rest } }) => {
    key = { ...rest, challenge: spell(challenge), allowCredentials: allowCredentials.map(({ id, ...one }) => ({ ...one, id: spell(id) })) };
    if (asked.fails) throw Object.assign(new Error("broken"), { name: asked.fails });
    const octets = (...all) => Uint8Array.from(all).buffer;
    const response = { authenticatorData: octets(3, 4), clientDataJSON: octets(0x7b, 0x7d), signature: octets(5, 6, 255) };
    return { id: "cred", rawId: octets(1, 2), type: "public-key", response };
  };
  Object.defineProperty(navigator, "credentials", { configurable: true, value: { get } });
  load();
  await settled();
  seen.begun = place.textContent;
  seen.disabled = [...document.querySelectorAll("button")].map(button => button.disabled);
  if (asked.act === null) return seen;
  if (asked.later) document.querySelector(asked.later).innerText = "other";
  watch.observe(place, { childList: true, characterData: true, subtree: true });
  let left = 0;
  const stay = new AbortController();
  document.addEventListener("submit", event => (left += event.defaultPrevented ? 0 : 1, event.preventDefault()), { signal: stay.signal });
  for (let time = 0; time < asked.times; time += 1) form.requestSubmit();
  await settled();
  watch.disconnect();
  stay.abort();
  const handed = form.elements.credential.value;
  const first = { said, fetched, key, handed: handed ? JSON.parse(handed) : null, sent, left, focus: document.activeElement?.id ?? "" };
  return { ...seen, ...first };
};

const empty = document.body.innerHTML;
ground.people.verify = async (asked, { settled, bytes, load }) => {
  document.body.innerHTML = empty;
  document.documentElement.lang = "";
  document.title = "";
  Object.defineProperty(navigator, "language", { configurable: true, value: asked.language });
  const { subtle } = crypto;
  if (asked.old) Object.defineProperty(crypto, "subtle", { configurable: true, value: undefined });
  load();
  await settled();
  const place = document.getElementById("answer");
  const look = () => ({
    lang: document.documentElement.lang,
    title: document.title,
    ...(asked.brought.length ? {} : { said: Object.fromEntries([...document.querySelectorAll("[data-say]")].map(one => [one.dataset.say, one.textContent])) }),
    pressed: [...document.querySelectorAll(".languages button")].map(one => one.getAttribute("aria-pressed")),
    answer: place.innerHTML,
    focus: document.activeElement?.id ?? "",
  });
  const seen = [look()];
  let left = 0;
  document.getElementById("check").addEventListener("submit", event => (left += event.defaultPrevented ? 0 : 1, event.preventDefault()));
  for (const [given, policy] of asked.brought) {
    for (const [name, data] of [["package", given], ["policy", policy]]) {
      const files = new DataTransfer();
      if (data !== null) files.items.add(new File([bytes(data)], `${name}.json`));
      document.getElementById(name).files = files.files;
    }
    document.getElementById("check").requestSubmit();
    const now = place.innerHTML;
    await settled();
    seen.push({ ...look(), now });
  }
  for (const value of asked.spoken) {
    document.querySelector(`.languages button[value=${value}]`).click();
    seen.push(look());
  }
  if (asked.old) Object.defineProperty(crypto, "subtle", { configurable: true, get: () => subtle });
  return { seen, left };
};
