/*
 * Everything that people, files and services wrote goes through here before it is shown on GitHub. What comes out is
 * inert: no mention, no reference, no link, no Markdown, no HTML; and it has one line, so that it fits into a table
 * cell, a list item or a heading. `max` counts the characters of the text as it is read, not of its escaped form.
 */

const ZERO_WIDTH_SPACE = "\u200B";

/** Control characters, and those that hide in a line or turn its direction. */
const INVISIBLE = /[[\p{Cc}\p{Cf}]--[\s\u200C\u200D]]/gv;

/** Shortens a text to at most `max` characters, the last of which is then an ellipsis; never halves a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, Math.max(0, max - 1)).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** A text as plain words within Markdown. */
export function escapeText(text: string, max: number): string {
  return oneLine(text, max)
    .replace(/[\\`*[\]~|$]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/^([#+=:-]|\d{1,9}(?=[.)]))/, escapeStart)
    .replace(/@|#(?=\d)|\bgh-(?=\d)/gi, `$&${ZERO_WIDTH_SPACE}`)
    .replace(
      /:(?=\/\/)|\b(?:www|mailto|xmpp)(?=[.:])/gi,
      `$&${ZERO_WIDTH_SPACE}`,
    );
}

/** A text as code within a line; nothing in it is read as Markdown, in a table either. */
export function codeSpan(text: string, max: number): string {
  const line = oneLine(text, max);
  if (line !== "" && !/[`|]/.test(line)) return `\`${line}\``;
  const entities = line.replace(
    /[^\p{L}\p{N} -]/gu,
    (character) => `&#${String(character.codePointAt(0))};`,
  );
  return `<code>${entities}</code>`;
}

/** Tells the person or team on GitHub; only the words where that is no name of either. */
export function mention(name: string): string {
  return /^[a-z0-9][a-z0-9_-]{0,99}(\/[a-z0-9][a-z0-9_-]{0,99})?$/i.test(name)
    ? `@${name}`
    : escapeText(name, 100);
}

/** A link; only its label where the address is none of the web. */
export function link(label: string, address: string, max = 200): string {
  const url = URL.parse(address);
  const words = escapeText(label, max);
  if (!url || !/^https?:$/.test(url.protocol)) return words;
  const target = url.href.replace(
    /[()[\]|\\`*~$<>]/g,
    (character) =>
      `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return `[${words}](${target})`;
}

/** Keeps a line from beginning a heading, a list or a table. */
function escapeStart(start: string): string {
  return /\d/.test(start) ? `${start}${ZERO_WIDTH_SPACE}` : `\\${start}`;
}

function oneLine(text: string, max: number): string {
  return clip(text.replace(INVISIBLE, "").replace(/\s+/g, " ").trim(), max);
}

/** For the text of an SVG picture, which is no Markdown. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(INVISIBLE, "");
}
