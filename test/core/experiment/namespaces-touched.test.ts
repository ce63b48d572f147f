import { describe, expect, it } from "vitest";
import { blastRadiusOf } from "../../../core/experiment/blast-radius.ts";
import { namespacesTouched } from "../../../core/experiment/blast-radius/namespaces-touched.ts";
import { outlineOf } from "../../../core/experiment/outline.ts";

/** Where an experiment does something that runs kubectl with these words, in an environment with these namespaces. */
function touched(words: string, ofEnvironment?: string[]) {
  const action = {
    type: "action",
    name: "break it",
    provider: { type: "process", path: "kubectl", arguments: words },
  };
  const outline = outlineOf({
    configuration: { ns: { type: "env", key: "NS", default: "by-default" } },
    method: [action],
  });
  if (!outline) throw new Error("the test's experiment is none");
  const found = namespacesTouched(blastRadiusOf(outline), ofEnvironment);
  return found.known ? found.namespaces : "cannot tell";
}

describe("the namespaces that a run touches", () => {
  it("are those that are written down, whatever the environment's are", () => {
    expect(touched("delete pod web -n shop")).toEqual(["shop"]);
    expect(touched("delete pod web -n shop", ["other"])).toEqual(["shop"]);
  });

  it("are the environment's where the experiment leaves them open", () => {
    expect(touched("delete pod web", ["shop"])).toEqual(["shop"]);
    expect(touched("delete pod web -n ${ns}", ["shop"])).toEqual(["shop"]);
    expect(touched("delete pod web -A", ["shop"])).toEqual(["shop"]);
  });

  it("can't be told where neither says them", () => {
    expect(touched("delete pod web")).toBe("cannot tell");
    expect(touched("delete pod web -n ${ns}")).toBe("cannot tell");
  });

  it("can't be told where a node is taken away with everything on it", () => {
    expect(touched("drain worker-1", ["shop"])).toBe("cannot tell");
  });

  it("are none where nothing is touched", () => {
    expect(touched("get pods -n shop")).toEqual([]);
  });
});
