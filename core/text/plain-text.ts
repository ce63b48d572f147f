import type { DocumentProblem } from "./document-tree.ts";

/** Finds what keeps a text from being read at all: too many bytes, or bytes that are no text. */
export function findTextProblem(
  text: string,
  bytes: number,
): DocumentProblem | undefined {
  return findExcess(text, bytes) ?? findForeignCharacter(text);
}

function findExcess(text: string, bytes: number): DocumentProblem | undefined {
  // A UTF-16 code unit takes at least one byte of UTF-8, so a huge text need not be encoded to be known as huge.
  if (text.length <= bytes && new TextEncoder().encode(text).length <= bytes)
    return undefined;
  return {
    code: "too-large",
    message: `the file is larger than ${Math.floor(bytes / 1024)} KiB and was not read`,
    hint: "split it, or remove what it does not need",
    offset: 0,
    path: [],
  };
}

function findForeignCharacter(text: string): DocumentProblem | undefined {
  const found = FOREIGN.exec(text);
  if (!found) return undefined;
  return { ...describe(found[0]), offset: found.index, path: [] };
}

const FOREIGN =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]|\r(?!\n)/;

function describe(
  character: string,
): Pick<DocumentProblem, "code" | "message" | "hint"> {
  const code = "not-text";
  const hint = "save the file as text in UTF-8";
  switch (character) {
    case "\0":
      return { code, message: "the file is binary, or text in UTF-16", hint };
    // What a decoder puts where it could not read the bytes.
    case "\uFFFD":
      return { code, message: "the file is not UTF-8", hint };
    case "\r":
      return {
        code: "line-ending",
        message: "a line ends with a carriage return alone",
        hint: "save the file with Unix line endings (LF)",
      };
    default: {
      const point = character.charCodeAt(0).toString(16).toUpperCase();
      return {
        code: "control-character",
        message: `the control character U+${point.padStart(4, "0")} is not allowed`,
        hint: "remove it",
      };
    }
  }
}
