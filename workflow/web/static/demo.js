// The demonstration alone: its people have no devices, so their software keys answer where an authenticator would.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
const text = (data) =>
  btoa(String.fromCharCode(...new Uint8Array(data.buffer ?? data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const plain = (name, value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? text(value) : value);

for (const ceremony of ["get", "create"])
  navigator.credentials[ceremony] = async ({ publicKey }) => {
    const options = JSON.stringify(publicKey, plain);
    const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ceremony, options }) };
    const answer = await fetch("/api/v1/demo/authenticator", sent);
    const { credential, detail } = await answer.json();
    if (!answer.ok) throw new Error(detail);
    const response = Object.fromEntries(Object.entries(credential.response).map(([name, value]) => [name, bytes(value)]));
    return { ...credential, rawId: bytes(credential.rawId), response };
  };
