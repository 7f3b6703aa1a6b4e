// Records as bytes: one writing, no other reading; hashes and trees of RFC 9162. Described in docs/developers/secret-votes.md.

export class Refused extends Error {
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
  }
}

export const text = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
export const utf8 = (words) => new TextEncoder().encode(words);

// RFC 8785 for what our records hold: no fractions, ASCII names.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

export function decode(bytes, most) {
  if (bytes.length > most) throw new Refused("too-long");
  let value;
  try {
    const words = text(bytes);
    value = JSON.parse(words);
    if (canonical(value) !== words) throw new Refused("not-canonical");
  } catch {
    throw new Refused("not-canonical");
  }
  return value;
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
export const chance = (size) => crypto.getRandomValues(new Uint8Array(size));
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export function b64(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function unb64(words, size) {
  if (typeof words !== "string" || !/^[A-Za-z0-9_-]*$/.test(words)) throw new Refused("not-base64");
  let bytes;
  try {
    bytes = Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  } catch {
    throw new Refused("not-base64");
  }
  if (b64(bytes) !== words || (size !== undefined && bytes.length !== size)) throw new Refused("not-base64");
  return bytes;
}

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function unhex(words) {
  if (typeof words !== "string" || !/^[0-9a-f]{64}$/.test(words)) throw new Refused("not-a-digest");
  return Uint8Array.from(words.match(/../g), (pair) => Number.parseInt(pair, 16));
}

export function unuuid(words) {
  if (typeof words !== "string" || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(words)) {
    throw new Refused("unknown-poll");
  }
  return Uint8Array.from(words.replaceAll("-", "").match(/../g), (pair) => Number.parseInt(pair, 16));
}

export function number4(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

// `value`, once it is an object of exactly those members, and of any of the optional ones.
export function members(value, names, record, optional = "") {
  const wanted = names.split(" ").sort().join(" ");
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  const given = isObject ? Object.keys(value).filter((name) => !optional.split(" ").includes(name)) : [];
  if (!isObject || given.sort().join(" ") !== wanted) throw new Refused("wrong-members", record);
  return value;
}

export function whole(value, least, most, what) {
  if (!Number.isInteger(value) || value < least || value > most) throw new Refused("out-of-range", what);
  return value;
}

export const leafOf = (bytes) => sha256(joined(new Uint8Array([0]), bytes));
export const digest = (value) => sha256(utf8(canonical(value)));

export async function rootOf(leaves) {
  if (!leaves.length) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const next = [];
    for (let at = 0; at + 1 < level.length; at += 2) {
      next.push(sha256(joined(new Uint8Array([1]), level[at], level[at + 1])));
    }
    const nodes = await Promise.all(next);
    level = level.length % 2 ? [...nodes, level.at(-1)] : nodes;
  }
  return level[0];
}
