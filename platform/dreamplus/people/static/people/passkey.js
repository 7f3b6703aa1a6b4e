// Passkeys and security keys: asks the browser, puts its answer in the form's hidden field, sends the form.
//
// <form data-dream-passkey="create|get" data-dream-passkey-options="id of a JSON script"> or data-dream-passkey-from="address"
//   <input type="hidden" name="credential"> <button type="button" data-dream-passkey-button="1">

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function withBytes(options) {
  const found = structuredClone(options.publicKey ?? options);
  found.challenge = toBytes(found.challenge);
  if (found.user) found.user.id = toBytes(found.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    for (const known of found[list] ?? []) known.id = toBytes(known.id);
  }
  return found;
}

function asJson(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) answer[part] = toText(response[part]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

async function optionsOf(form) {
  const { dreamPasskeyOptions: id, dreamPasskeyFrom: address } = form.dataset;
  if (id) {
    const data = JSON.parse(document.getElementById(id).textContent);
    return data.creation_options ?? data.request_options;
  }
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options;
}

async function ask(form) {
  const publicKey = withBytes(await optionsOf(form));
  if (form.dataset.dreamPasskey === "get") return navigator.credentials.get({ publicKey });
  const alone = form.querySelector("input[name=passwordless]");
  if (alone) {
    const wanted = publicKey.authenticatorSelection ?? (publicKey.authenticatorSelection = {});
    wanted.residentKey = alone.checked ? "required" : "discouraged";
    wanted.requireResidentKey = alone.checked;
    if (alone.checked) wanted.userVerification = "required";
  }
  return navigator.credentials.create({ publicKey });
}

for (const form of document.querySelectorAll("form[data-dream-passkey]")) {
  const button = form.querySelector("[data-dream-passkey-button]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      form.querySelector("input[name=credential]").value = JSON.stringify(asJson(await ask(form)));
      form.submit();
    } catch (error) {
      if (error.name !== "NotAllowedError" && error.name !== "AbortError") console.warn(error);
      button.disabled = false;
      button.focus();
    }
  });
}

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-dream-passkey-shown]")) part.hidden = false;
}
