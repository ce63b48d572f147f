import { describe, expect, it } from "vitest";
import { Recent } from "../../facts/commit-memory.ts";

describe("what was asked recently", () => {
  it("is not asked again", async () => {
    const recent = new Recent<string>(2);
    let asked = 0;
    const ask = () => Promise.resolve(`answer ${(asked += 1)}`);
    expect(await recent.answer("a", ask)).toBe("answer 1");
    expect(await recent.answer("a", ask)).toBe("answer 1");
    expect(await recent.answer("b", ask)).toBe("answer 2");
  });

  it("is forgotten where other things were asked since, the longest unasked first", async () => {
    const recent = new Recent<string>(2);
    for (const question of ["a", "b", "a", "c"]) {
      await recent.answer(question, () => Promise.resolve(question));
    }
    expect(["a", "b", "c"].map((question) => recent.has(question))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("keeps no failure", async () => {
    const recent = new Recent<string>(2);
    const down = new Error("down");
    await expect(recent.answer("a", () => Promise.reject(down))).rejects.toBe(
      down,
    );
    expect(await recent.answer("a", () => Promise.resolve("up"))).toBe("up");
  });
});
