/** GitHub's words for how a check run ended; only those that are used here. */
export type CheckConclusion =
  "success" | "neutral" | "failure" | "skipped" | "cancelled";

/** A remark on a line of a file of a pull request. */
export interface Annotation {
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 code units. */
  column: number;
  level: "notice" | "warning" | "failure";
  title: string;
  message: string;
}

/** What a check run shows. */
export interface CheckOutput {
  title: string;
  /** Markdown. */
  summary: string;
  annotations: Annotation[];
}
