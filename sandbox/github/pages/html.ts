/** Text as HTML shows it, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * A template in which every value is escaped, but for HTML that came from here. It is not called html: the formatter
 * would take liberties with its white space.
 */
export function markup(
  strings: TemplateStringsArray,
  ...values: (string | number | Html | Html[])[]
): Html {
  const shown = values.map((value) => {
    if (value instanceof Html) return value.text;
    if (Array.isArray(value)) return value.map(({ text }) => text).join("");
    return escapeHtml(String(value));
  });
  return new Html(String.raw({ raw: strings }, ...shown));
}

/** HTML that may be shown as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
