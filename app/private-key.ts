import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";

type KeyRead = { ok: true; pem: string } | { ok: false; problem: string };

/** The App's private key, from PRIVATE_KEY or the file that PRIVATE_KEY_PATH names. */
export function privateKeyOf(
  env: Readonly<Record<string, string | undefined>>,
): KeyRead {
  const path = env["PRIVATE_KEY_PATH"];
  if (env["PRIVATE_KEY"] !== undefined)
    return checkKey("PRIVATE_KEY", env["PRIVATE_KEY"]);
  if (path === undefined)
    return {
      ok: false,
      problem:
        "PRIVATE_KEY: must be the App's private key; generate one on the App's settings page, or name its file in PRIVATE_KEY_PATH",
    };
  try {
    return checkKey("PRIVATE_KEY_PATH", readFileSync(path, "utf8"));
  } catch {
    return {
      ok: false,
      problem: `PRIVATE_KEY_PATH: the file ${path} can't be read`,
    };
  }
}

function checkKey(variable: string, text: string): KeyRead {
  const pem = text.includes("-----BEGIN")
    ? text.replaceAll("\\n", "\n")
    : Buffer.from(text, "base64").toString("utf8");
  try {
    createPrivateKey(pem);
    return { ok: true, pem };
  } catch {
    return {
      ok: false,
      problem: `${variable}: must hold a private key: PEM as GitHub gave it, or base64 of it`,
    };
  }
}
