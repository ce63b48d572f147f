import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Tests of the whole app wait more than they work: on a machine with two cores, three files share them well.
    maxWorkers: Math.max(3, availableParallelism() - 1),
  },
});
