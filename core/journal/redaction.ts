import { TOKEN_SHAPES } from "../text/token-shapes.ts";

/** Takes out of a text what should stay secret. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";

/** Shorter values would be found all over the text, and guess nothing that could not be guessed anyway. */
const SHORTEST = 4;
/** A line of a secret that has several is one by itself from this length on. */
const SHORTEST_LINE = 8;
/** Where an experiment declares more secrets, or more characters of them, nothing is shown at all. */
const MOST = 500;
const MOST_CHARACTERS = 100_000;

/** A name whose value is not to be shown, whatever it is. */
const NAME =
  "(?:authorization|cookie|password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)";
const SECRET_NAME = new RegExp(NAME, "i");

/** What secrets look like, and the ways in which texts give secrets away. */
const SHAPES: [RegExp, string][] = [
  ...TOKEN_SHAPES.map((shape): [RegExp, string] => [shape, REDACTED]),
  [
    /((?:proxy-)?authorization\\?["']?\s{0,3}[:=])[^\r\n}]+/gi,
    `$1 ${REDACTED}`,
  ],
  [/\b(bearer|basic)\s{1,3}[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  [
    new RegExp(
      String.raw`(${NAME}[\w-]{0,20}\\?["']?\s{0,3}[:=]\s{0,3})(?:\\?(["'])[^\r\n]*?(?:\2|$)|[^\s"',;&}]+)`,
      "gim",
    ),
    `$1${REDACTED}`,
  ],
  [
    new RegExp(
      String.raw`((?<![\w-])--?[\w-]{0,40}${NAME}[\w-]{0,20}\s{1,3})[^\s"',;&}-][^\s"',;&}]*`,
      "gi",
    ),
    `$1${REDACTED}`,
  ],
  [/(:\/\/)[^\s/@]{1,300}@/g, `$1${REDACTED}@`],
];

/** Whether a key of an object says that its value is a secret. */
export function isSecretName(key: string): boolean {
  return SECRET_NAME.test(key);
}

/** @param secrets the experiment's `secrets`: what it declares literally is taken out wherever it stands */
export function redactor(secrets: unknown): Redact {
  const values = [...new Set(literalsOf(secrets))];
  if (values.length > MOST || values.join("").length > MOST_CHARACTERS)
    return () => REDACTED;
  // The longest first, for one secret can be a part of another.
  const literals = values
    .flatMap(spellings)
    .toSorted((one, other) => other.length - one.length);
  // A secret that begins within the window lies whole within what is searched.
  const window = 100_000 + (literals[0]?.length ?? 0);
  return (text) => {
    const plain = literals.reduce(
      (rest, literal) => rest.replaceAll(literal, REDACTED),
      text.slice(0, window),
    );
    return SHAPES.reduce(
      (rest, [shape, instead]) => rest.replace(shape, instead),
      plain,
    );
  };
}

/** What is written out in `secrets`: not where a value comes from, but the value itself, also as a default. */
function literalsOf(secrets: unknown): string[] {
  if (typeof secrets === "string" || typeof secrets === "number") {
    const literal = String(secrets).trim();
    const lines = literal.split(/\s*\n\s*/);
    return [
      ...(literal.length >= SHORTEST ? [literal] : []),
      ...lines.filter((line) => line.length >= SHORTEST_LINE),
    ];
  }
  if (typeof secrets !== "object" || secrets === null) return [];
  const entries = Object.entries(secrets);
  const source = entries.some(
    ([key, value]) => key === "type" && (value === "env" || value === "vault"),
  );
  return entries
    .filter(([key]) => !source || key === "default")
    .flatMap(([, value]) => literalsOf(value));
}

/** A secret as texts may spell it: as it is, within JSON, as Kubernetes keeps it, within a URL. */
function spellings(secret: string): string[] {
  const within = [JSON.stringify(secret).slice(1, -1), base64(secret)];
  if (secret.isWellFormed()) within.push(encodeURIComponent(secret));
  return [...new Set([secret, ...within])];
}

function base64(secret: string): string {
  const bytes = new TextEncoder().encode(secret);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte));
  return btoa(binary.join("")).replace(/=+$/, "");
}
