import type { Tags } from "yaml";

/*
 * PyYAML follows YAML 1.1 but for a few plain words: `y` and `n` are text to it, and so are `.`, `1e3`, `08` and
 * `09:30`. What it makes of a word is what Chaos Toolkit gets.
 */

/** The words that are of a kind for PyYAML, among those that are for YAML 1.1. */
const WORDS = new Map([
  [
    "tag:yaml.org,2002:bool",
    /(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  ],
  [
    "tag:yaml.org,2002:int",
    /[-+]?(?:0[bx].*|0[0-7_]*|[1-9][0-9_]*(?::[0-5]?[0-9])*)$/,
  ],
  [
    "tag:yaml.org,2002:float",
    /(?:[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.inf|[-+]?\.Inf|[-+]?\.INF|\.nan|\.NaN|\.NAN)$/,
  ],
  [
    "tag:yaml.org,2002:timestamp",
    /[0-9]{4}-(?:[0-9]{2}-[0-9]{2}$|[0-9]{1,2}-[0-9]{1,2}[Tt \t])/,
  ],
]);

/** The tags of YAML 1.1, each for the words alone that PyYAML takes for its kind. */
export function pythonTags(tags: Tags): Tags {
  return tags.map((tag) => {
    if (typeof tag === "string" || !("test" in tag) || !tag.test) return tag;
    const words = WORDS.get(tag.tag);
    if (!words) return tag;
    const { source } = tag.test;
    return { ...tag, test: new RegExp(`^(?=${words.source})${source}`) };
  });
}
