import { expect, it } from "vitest";
import { experimentDigest } from "../../../core/experiment/digest.ts";

it("the digest is SHA-256 over the bytes, as sha256sum writes it", () => {
  expect(experimentDigest(new TextEncoder().encode("abc"))).toBe(
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
