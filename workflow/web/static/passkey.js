// Passkeys: a form asks the authenticator for what its data say, and goes its ordinary way with the answer.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function challengeOf(type, statement) {
  const say = (words) => new TextEncoder().encode(words);
  const said = say(statement);
  const head = say(`DSSEv1 ${say(type).length} ${type} ${said.length} `);
  return text(await crypto.subtle.digest("SHA-256", new Uint8Array([...head, ...said])));
}

async function ask(form) {
  let options = form.dataset.options && JSON.parse(form.dataset.options);
  if (!options) {
    const sent = { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: "{}" };
    const answer = await fetch(form.dataset.from, sent);
    const value = await answer.json();
    if (!answer.ok) throw new Error(value.detail);
    options = value.options;
  }
  const shown = document.querySelector("[data-statement]");
  if (shown && (await challengeOf(shown.dataset.statement, shown.textContent)) !== options.challenge)
    throw new Error("What is shown is not what would be signed. Nothing was signed. Please tell whoever runs this service.");
  const open = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  publicKey.allowCredentials = open(options.allowCredentials);
  publicKey.excludeCredentials = open(options.excludeCredentials);
  const made = await navigator.credentials[form.dataset.ceremony]({ publicKey });
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = text(made.response[name]);
  form.elements.credential.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
}

for (const form of document.querySelectorAll("form[data-ceremony]")) {
  form.hidden = false;
  const note = form.appendChild(document.createElement("p"));
  note.setAttribute("role", "status");
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    note.textContent = "Your device asks you now…";
    try {
      await ask(form);
      form.submit();
    } catch (fault) {
      const left = ["NotAllowedError", "AbortError"].includes(fault.name);
      note.textContent = left ? "Your device did not answer, or you stopped it. Nothing was done; you can try again." : fault.message;
      busy = false;
      delete form.dataset.sent;
    }
  });
}

// The page that tests a device shows the true one of its sentences.
const device = document.querySelector("[data-device]");
if (device) {
  const can = window.PublicKeyCredential;
  const what = !can ? "none" : (await can.isUserVerifyingPlatformAuthenticatorAvailable()) ? "here" : "elsewhere";
  device.querySelector(`[data-if=${what}]`).hidden = false;
}
