import MarkdownIt from "markdown-it";
import { escapeHtml, Html } from "./html.ts";

/** The tags that the app writes between its Markdown; GitHub lets more of them through. */
const TAGS =
  /&lt;(?<tag>\/?(?:details(?: open)?|summary|sub|sup|kbd|code|b|br ?\/?))&gt;/g;

const markdown = new MarkdownIt({ html: true, linkify: true, breaks: true });
for (const rule of ["html_block", "html_inline"]) {
  markdown.renderer.rules[rule] = (tokens, index) =>
    escapeHtml(
      (tokens[index]?.content ?? "").replaceAll(/<!--[\s\S]*?-->/g, ""),
    ).replaceAll(TAGS, "<$<tag>>");
}

/** What somebody wrote, as GitHub shows it: everything else in it than a few harmless tags is shown as text. */
export function renderMarkdown(text: string): Html {
  return new Html(markdown.render(text));
}
