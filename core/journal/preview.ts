import { isSecretName, type Redact } from "./redaction.ts";

/** A value as a short text on one line, with secrets taken out before it is shortened. */
export function preview(value: unknown, max: number, redact: Redact): string {
  let text = "";

  function walk(part: unknown): void {
    // What would be cut off anyway is not written at all, however much of it there is.
    if (text.length > max) return;
    if (typeof part === "string") text += JSON.stringify(redact(part));
    else if (Array.isArray(part)) walkAll("[", part.entries(), "]");
    else if (typeof part === "object" && part !== null)
      walkAll("{", Object.entries(part), "}");
    else text += redact(String(part));
  }

  function walkAll(
    open: "[" | "{",
    entries: Iterable<[string | number, unknown]>,
    close: "]" | "}",
  ): void {
    let separator: string = open;
    let isSecret = false;
    for (const [key, part] of entries) {
      if (text.length > max) return;
      text += separator;
      separator = ", ";
      if (typeof key === "string") text += `${redact(key)}: `;
      // As containers have their variables: `{"name": "DB_PASSWORD", "value": …}`.
      isSecret ||= key === "name" && isSecretName(String(part));
      const isHidden =
        typeof key === "string" &&
        (isSecretName(key) || (isSecret && key === "value"));
      if (isHidden) text += "[redacted]";
      else walk(part);
    }
    text += separator === open ? `${open}${close}` : close;
  }

  if (typeof value === "string") text = redact(value);
  else walk(value);
  return shorten(text, max);
}

/**
 * The line that what was raised ends with, without the class that Chaos Toolkit wraps everything in. Secrets may have
 * several lines, so they are taken out first.
 */
export function previewRaised(
  message: string,
  max: number,
  redact: Redact,
): string {
  const line = redact(message).trim().split("\n").at(-1) ?? "";
  return preview(line.replace(/^chaoslib\.exceptions\.\w+: /, ""), max, redact);
}

function shorten(text: string, max: number): string {
  const line = text
    .slice(0, 4 * max)
    // Also what would steer a terminal or turn the direction of a line.
    .replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .trimStart();
  if (line.length <= max) return line.trimEnd();
  return `${line.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
