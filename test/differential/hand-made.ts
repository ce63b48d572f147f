/** Small, and right as it stands for Chaos Toolkit and for us. */
const SOUND = {
  title: "t",
  description: "d",
  "steady-state-hypothesis": {
    title: "h",
    probes: [
      {
        type: "probe",
        name: "p",
        tolerance: 0,
        provider: { type: "process", path: "/bin/sh", timeout: 3 },
      },
    ],
  },
  method: [
    {
      type: "action",
      name: "a",
      provider: { type: "process", path: "/bin/sh", timeout: 3 },
    },
    {
      type: "action",
      name: "b",
      provider: { type: "http", url: "http://localhost/", timeout: 3 },
    },
  ],
  rollbacks: [{ ref: "a" }],
};

const PYTHON = { type: "python", module: "os" };
const EMPTY = [null, "", {}, []];
const ODD = [...EMPTY, "x", 5, true, [null], [{}]];
const CONTROLS = [
  {},
  { name: "c" },
  { name: "c", provider: {} },
  { name: "c", provider: PYTHON },
  { name: 5, provider: PYTHON },
  { name: "c", provider: PYTHON, scope: "during" },
  { name: "c", provider: PYTHON, scope: null },
  { name: "c", provider: PYTHON, scope: "after" },
  { name: "c", provider: PYTHON, automatic: "no" },
  { name: "c", provider: { type: "process", path: "/bin/sh" } },
  { name: "c", provider: { type: "python" } },
  { ref: "c" },
  { name: "c", ref: "d", provider: PYTHON },
].map((control) => [control]);

/** What is put at a place of the sound experiment, one at a time. */
const VARIATIONS: Record<string, unknown[]> = {
  title: ODD,
  description: ODD,
  tags: [...ODD, ["a", ""], ["a", 1], [" "]],
  extensions: [...ODD, [{ name: " " }], [{ name: "x" }]],
  contributions: [...ODD, { a: "High" }],
  runtime: [...ODD, { rollbacks: null }, { rollbacks: { strategy: null } }],
  method: ODD,
  "method.0": [...ODD, { ref: "" }, { ref: "p" }, { ref: "nobody" }],
  "method.0.type": ODD,
  "method.0.name": ODD,
  "method.0.background": ODD,
  "method.0.timeout": [...ODD, 1.5],
  "method.0.ref": ODD,
  "method.0.pauses": ODD,
  "method.0.pauses.before": [...ODD, "${a}", "${a", "${}", "${a}${b}"],
  "method.0.controls": [...ODD, ...CONTROLS],
  "method.0.provider": [...ODD, { type: "ssh" }, { type: "python" }],
  "method.0.provider.path": ODD,
  "method.0.provider.arguments": ODD,
  "method.0.provider.timeout": [...ODD, "${t}"],
  "method.0.provider.secrets": ODD,
  "method.1.provider.url": ODD,
  "method.1.provider.method": ODD,
  "method.1.provider.headers": ODD,
  "method.1.provider.timeout": [...ODD, [1, 2], [1, 2, 3], "${t}"],
  "method.1.provider.verify_tls": ODD,
  "method.1.provider.max_retries": ODD,
  rollbacks: [...ODD, [{ ref: "nobody" }], [{ ref: "" }]],
  controls: [...ODD, ...CONTROLS],
  "steady-state-hypothesis": ODD,
  "steady-state-hypothesis.title": ODD,
  "steady-state-hypothesis.controls": [...ODD, ...CONTROLS],
  "steady-state-hypothesis.probes": [...ODD, [{ ref: "a" }]],
  "steady-state-hypothesis.probes.0": [
    { ref: "nobody", tolerance: 0 },
    { ref: "a", tolerance: 0 },
  ],
  "steady-state-hypothesis.probes.0.tolerance": [
    ...ODD,
    1.5,
    [1, 2],
    ["a", "b", "c"],
    { type: "nothing" },
    { type: "range" },
    ...[[], [1], [1, 2], [2, 1], [1, "2"], [1, 2, 3]].map((range) => ({
      type: "range",
      range,
    })),
    ...["a", "(", "[a", "a{2,1}", "*a", "a**", "\\", "a)", "[z-a]", 3].map(
      (pattern) => ({ type: "regex", pattern }),
    ),
    ...["(?P<x>a)(?P=x)", "(?i)a", "x{,3}", "{1}", "[[:alpha:]]"].map(
      (pattern) => ({ type: "regex", pattern }),
    ),
    { type: "jsonpath" },
    ...[
      "",
      " ",
      "a.b",
      "$",
      "$.",
      "$.a",
      "$.a[",
      "$.a-b",
      "$..a",
      "$['a']",
    ].map((path) => ({ type: "jsonpath", path })),
    ...['$["a"]', "$[a]", "$[0]", "$[0:2]", "$[*,0]", "$[1.5]", "$.é"].map(
      (path) => ({ type: "jsonpath", path }),
    ),
    ...["$.a[?(@.b=1)]", "$.a[?(@.b==1)]", "$.a[?@.b]", "$.a[?(not @.b)]"].map(
      (path) => ({ type: "jsonpath", path }),
    ),
    ...[
      "$.length()",
      "$.size()",
      "$.and",
      "${a}",
      "$.a[?(@.b and @.c)]",
      7,
    ].map((path) => ({ type: "jsonpath", path })),
    { type: "probe" },
    { type: "probe", name: "x" },
    { type: "probe", ref: "p" },
    {
      type: "probe",
      name: "x",
      provider: { type: "process", path: "/bin/sh" },
    },
  ],
  configuration: [
    ...ODD,
    { a: null },
    { a: { type: "env" } },
    { a: { type: "probe" } },
    { a: { type: "vault", path: "x" } },
    ...["x", "1", "1.5", " 1_0 ", null, 5, 5.5, true, "{", "{}", []].flatMap(
      (given) =>
        ["str", "int", "float", "bytes", "bool", "json", "date"].map(
          (type) => ({
            a: {
              type: "env",
              key: "not-set",
              default: given,
              env_var_type: type,
            },
          }),
        ),
    ),
  ],
  secrets: [
    ...ODD,
    { s: "x" },
    { s: null },
    { s: { k: "v" } },
    { s: { k: { type: "env" } } },
    { s: { k: { type: "vault" } } },
    { s: { k: { type: "vault", path: "x" } } },
    { s: { type: "vault" } },
  ],
};

/** Each in one way other than an experiment that is sound. */
export function handMade(): unknown[] {
  return Object.entries(VARIATIONS).flatMap(([place, values]) =>
    values.map((value) => withValueAt(SOUND, place.split("."), value)),
  );
}

function withValueAt(
  holder: unknown,
  [step = "", ...rest]: readonly string[],
  value: unknown,
): unknown {
  const inner =
    rest.length === 0
      ? value
      : withValueAt(Reflect.get(Object(holder), step), rest, value);
  if (!Array.isArray(holder)) return { ...Object(holder), [step]: inner };
  return holder.with(Number(step), inner);
}
