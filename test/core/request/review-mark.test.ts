import { expect, it } from "vitest";
import {
  readReviewMark,
  type ReviewedRun,
  reviewMark,
} from "../../../core/request/review-mark.ts";

const reviewed: ReviewedRun = {
  run: 99,
  attempt: 1,
  digest: `sha256:${"a".repeat(64)}`,
  commit: "c".repeat(40),
  environment: "production",
};
const until = new Date("2026-03-03T12:00:00Z");

it("reads what was written, with the gates that the run overrides", () => {
  const overridden = [{ gate: "windows", until } as const];
  const body = `Run 99 goes on now.\n\n${reviewMark(reviewed, overridden)}`;
  expect(readReviewMark(body)).toEqual({ reviewed, overridden });
  expect(readReviewMark(reviewMark(reviewed, []))).toEqual({
    reviewed,
    overridden: [],
  });
});

it("reads nothing that stands within a line, or is not whole", () => {
  const mark = reviewMark(reviewed, []);
  expect(readReviewMark(`> ${mark}`)).toBeUndefined();
  expect(readReviewMark("<!-- chaos-governor:reviewed:99 1 -->")).toBe(
    undefined,
  );
  expect(readReviewMark("approved")).toBeUndefined();
});
