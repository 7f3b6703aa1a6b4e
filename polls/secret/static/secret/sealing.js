// Blind tokens, seals and signatures: the libraries of vendor/sealing-kit.min.js, and what the browser brings.

import {
  b64, canonical, chance, digest, hex, joined, number4, Refused, same, sha256, unb64, unhex, unuuid, utf8,
} from "./records.js";

export const TYPE = "dream-ballot/1";
export const PAIRS = [[1, 2], [1, 3], [2, 3]];
export const PREFIX = 32; // bytes of chance that `prepare` puts before a message
const NONCE = new Uint8Array(12);
const EC = { name: "ECDSA", namedCurve: "P-256" };
const SIGN = { name: "ECDSA", hash: "SHA-256" };
const PKCS8_X25519 = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32]);

let suite;
function hpke() {
  const { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } = globalThis.sealingKit;
  suite ??= new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  return suite;
}

export const rsa = () => globalThis.sealingKit.RSABSSA.SHA384.PSS.Randomized();

export const issuerKey = (told) =>
  crypto.subtle.importKey("jwk", { ...told, alg: "PS384", ext: true }, { name: "RSA-PSS", hash: "SHA-384" }, true, [
    "verify",
  ]);

// Whether this browser has what secret votes compute with.
export async function isRecent() {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32).fill(9), "X25519", false, []);
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}

// What is signed blind, what binds a seal to its place, what the voting key signs.
export const messageOf = async (poll, key) => joined(utf8(TYPE), unuuid(poll), await sha256(key));
export const infoOf = async (poll, key, number) => joined(await messageOf(poll, key), number4(number));
export const signedOf = async (poll, number, sealed) =>
  joined(utf8(TYPE), unuuid(poll), number4(number), await digest(sealed));

// --- the voter ---

export async function newVotingKey() {
  const pair = await crypto.subtle.generateKey(EC, true, ["sign"]);
  return {
    key: b64(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))),
    private: b64(new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey))),
  };
}

// The message and its blinding, made once: whoever asks again sends the same bytes.
export async function blinded(terms, key) {
  const prepared = rsa().prepare(await messageOf(terms.poll, unb64(key)));
  const { blindedMsg, inv } = await rsa().blind(await issuerKey(terms.issuers[0]), prepared);
  return { message: b64(prepared), blinded: b64(blindedMsg), inverse: b64(inv) };
}

// The token, from the issuer's signature of the blinded message. Throws when it is not one.
export async function finalized(terms, asked, signature) {
  const issuer = await issuerKey(terms.issuers[0]);
  return b64(await rsa().finalize(issuer, unb64(asked.message), unb64(signature), unb64(asked.inverse)));
}

async function hpkeSeal(recipient, info, plain) {
  const recipientPublicKey = await hpke().kem.deserializePublicKey(recipient);
  const { ct, enc } = await hpke().seal({ recipientPublicKey, info }, plain);
  return joined(new Uint8Array(enc), new Uint8Array(ct));
}

export async function seal(plain, scrutineers, info) {
  const raw = chance(32);
  const keys = scrutineers.map((key) => unb64(key, 32));
  const aes = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const choices = await crypto.subtle.encrypt({ name: "AES-GCM", iv: NONCE, additionalData: info }, aes, plain);
  const shares = [];
  for (const [first, second] of PAIRS) {
    shares.push(b64(await hpkeSeal(keys[first - 1], info, await hpkeSeal(keys[second - 1], info, raw))));
  }
  return { choices: b64(new Uint8Array(choices)), commitment: hex(await sha256(raw)), shares };
}

export function padded(words, length) {
  const plain = utf8(canonical(words));
  if (plain.length > length) throw new Refused("too-long");
  return joined(plain, new Uint8Array(length - plain.length));
}

// A ballot of `words`, one string a question; `held` has key, private, message and tokens.
export async function ballot(terms, held, words, number) {
  const info = await infoOf(terms.poll, unb64(held.key), number);
  const sealed = await seal(padded(words, terms.length), terms.scrutineers, info);
  const signing = await crypto.subtle.importKey("pkcs8", unb64(held.private), EC, false, ["sign"]);
  const signature = await crypto.subtle.sign(SIGN, signing, await signedOf(terms.poll, number, sealed));
  return {
    type: TYPE,
    poll: terms.poll,
    key: held.key,
    message: held.message,
    tokens: held.tokens,
    number,
    sealed,
    signature: b64(new Uint8Array(signature)),
  };
}

// --- the scrutineers ---

export async function newScrutineerKey() {
  const raw = chance(32);
  return { private: b64(raw), public: b64(await scrutineerPublic(raw)) };
}

export async function scrutineerPublic(raw) {
  const key = await crypto.subtle.importKey("pkcs8", joined(PKCS8_X25519, raw), "X25519", true, ["deriveBits"]);
  return unb64((await crypto.subtle.exportKey("jwk", key)).x, 32);
}

async function hpkeOpen(raw, info, sealed) {
  const recipientKey = await hpke().kem.importKey("raw", raw.slice().buffer, false);
  const opened = await hpke().open({ recipientKey, enc: sealed.slice(0, 32), info }, sealed.slice(32));
  return new Uint8Array(opened);
}

// What was sealed, by a pair of private keys: a Map from number to 32 bytes. Throws `Refused`.
export async function unseal(sealed, keys, info) {
  const [first, second] = [...keys.keys()].sort();
  const share = PAIRS.findIndex(([a, b]) => a === first && b === second);
  let raw;
  try {
    raw = await hpkeOpen(keys.get(second), info, await hpkeOpen(keys.get(first), info, unb64(sealed.shares[share])));
  } catch {
    throw new Refused("key-not-given");
  }
  if (!same(await sha256(raw), unhex(sealed.commitment))) throw new Refused("other-key");
  try {
    const aes = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
    const options = { name: "AES-GCM", iv: NONCE, additionalData: info };
    return new Uint8Array(await crypto.subtle.decrypt(options, aes, unb64(sealed.choices)));
  } catch {
    throw new Refused("not-under-its-key");
  }
}

// --- whoever looks ---

export async function edVerifies(key, purpose, value, signature) {
  const imported = await crypto.subtle.importKey("raw", unb64(key, 32), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, utf8(`${purpose}\n${canonical(value)}`));
}

export async function votingKeySigned(told) {
  try {
    const key = await crypto.subtle.importKey("raw", unb64(told.key, 65), EC, false, ["verify"]);
    const said = await signedOf(told.poll, told.number, told.sealed);
    return await crypto.subtle.verify(SIGN, key, unb64(told.signature, 64), said);
  } catch {
    return false;
  }
}

export const tokenVerifies = (issuer, token, message) => rsa().verify(issuer, token, message);
