import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings, SettingsError } from "../../app/settings.ts";

const { privateKey: PEM } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

const LEAST = { APP_ID: "12", PRIVATE_KEY: PEM, WEBHOOK_SECRET: "secret" };

describe("the settings", () => {
  it("need an App's id, its key and the webhook's secret, and have defaults for the rest", () => {
    expect(readSettings(LEAST)).toEqual({
      appId: 12,
      privateKey: PEM,
      webhookSecret: "secret",
      dataFolder: "data",
      organisationRequired: false,
      host: "localhost",
      port: 3000,
      logLevel: "info",
    });
  });

  it("name calendars by what policies call them", () => {
    const { calendarFeeds } = readSettings({
      ...LEAST,
      CALENDAR_FEEDS:
        "company=https://calendar.example.com/a.ics?key=1\n  sales=http://localhost:8080/b",
    });
    expect([...(calendarFeeds ?? [])]).toEqual([
      ["company", "https://calendar.example.com/a.ics?key=1"],
      ["sales", "http://localhost:8080/b"],
    ]);
  });

  it.each([
    "https://calendar.example.com/secret.ics",
    "company=ftp://calendar.example.com/secret.ics",
    "company=https://a.example.com/secret company=https://b.example.com/secret",
    "Company=https://a.example.com/secret",
  ])("refuse the calendars %s without showing their addresses", (text) => {
    const read = () => readSettings({ ...LEAST, CALENDAR_FEEDS: text });
    expect(read).toThrow(/CALENDAR_FEEDS: must be a list of name=URL/);
    expect(read).not.toThrow(/secret/);
  });

  it("take an empty variable for an absent one", () => {
    expect(readSettings({ ...LEAST, PORT: "", PROMETHEUS_URL: " " })).toEqual(
      readSettings(LEAST),
    );
  });

  it.each([
    "PROMETHEUS_TOKEN",
    "PAGERDUTY_TOKEN",
    "ALERTMANAGER_TOKEN",
    "GRAFANA_IRM_TOKEN",
    "INCIDENT_IO_TOKEN",
  ])("refuse a %s that no header can hold, and do not show it", (name) => {
    const read = (token: string) => () =>
      readSettings({ ...LEAST, [name]: token });
    for (const token of ["hunter\n2", "hunter2…"]) {
      expect(read(token)).toThrow(`${name}: must be one line`);
      expect(read(token)).not.toThrow(/hunter/);
    }
    expect(read("hunter2\n")).not.toThrow();
  });

  it("keeps the audit trail for ever, or as long as the operator says, which is 30 days at least", () => {
    expect(readSettings(LEAST).auditRetentionDays).toBeUndefined();
    expect(
      readSettings({ ...LEAST, AUDIT_RETENTION: "365" }).auditRetentionDays,
    ).toBe(365);
    expect(() => readSettings({ ...LEAST, AUDIT_RETENTION: "7" })).toThrow(
      "AUDIT_RETENTION: must be at least 30 days",
    );
  });

  it("take an operator's token that nobody guesses, or none", () => {
    const OPERATOR_TOKEN = "0123456789abcdef01234567";
    expect(readSettings({ ...LEAST, OPERATOR_TOKEN })).toMatchObject({
      operatorToken: OPERATOR_TOKEN,
    });
    expect(() => readSettings({ ...LEAST, OPERATOR_TOKEN: "secret" })).toThrow(
      "OPERATOR_TOKEN: must be at least 24 characters",
    );
  });

  it("list every variable that is wrong, with what to do", () => {
    const read = readSettings.bind(undefined, {
      APP_ID: "my-app",
      PRIVATE_KEY: "hunter2",
      DATABASE_URL: "mysql://localhost/x",
      GITHUB_API_URL: "ghe.example.com",
      PORT: "eighty",
      LOG_LEVEL: "loud",
    });
    expect(read).toThrow(SettingsError);
    for (const line of [
      "APP_ID: must be the App's id, a number",
      "PRIVATE_KEY: must hold a private key",
      "WEBHOOK_SECRET: must be the secret",
      "DATABASE_URL: must be a connection string like postgres://",
      "GITHUB_API_URL: must be a URL like https://",
      "PORT: must be a port number",
      "LOG_LEVEL: must be one of fatal, error",
    ])
      expect(read).toThrow(line);
  });

  it("never repeat a secret in an error", () => {
    const read = readSettings.bind(undefined, {
      PRIVATE_KEY: "hunter2",
      DATABASE_URL: "pa55://word",
    });
    expect(read).toThrow(SettingsError);
    expect(read).not.toThrow(/hunter2|pa55/);
  });

  describe("the private key", () => {
    const folder = mkdtempSync(join(tmpdir(), "chaos-governor-"));
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, "key.pem");
    writeFileSync(file, PEM);

    it.each([
      ["as PEM", { PRIVATE_KEY: PEM }],
      [
        "with escaped line breaks",
        { PRIVATE_KEY: PEM.replaceAll("\n", "\\n") },
      ],
      ["as base64", { PRIVATE_KEY: Buffer.from(PEM).toString("base64") }],
      ["in a file", { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: file }],
    ])("is read %s", (_, given) => {
      expect(readSettings({ ...LEAST, ...given }).privateKey).toBe(PEM);
    });

    it("is asked for where there is none", () => {
      expect(() => readSettings({ ...LEAST, PRIVATE_KEY: undefined })).toThrow(
        "generate one on the App's settings page",
      );
    });

    it("is missed where its file can't be read", () => {
      const gone = join(folder, "gone.pem");
      expect(() =>
        readSettings({ ...LEAST, PRIVATE_KEY: "", PRIVATE_KEY_PATH: gone }),
      ).toThrow(`the file ${gone} can't be read`);
    });
  });

  describe("the API's base URL", () => {
    it.each([
      [{}, undefined],
      [{ GITHUB_API_URL: "http://127.0.0.1:4000/" }, "http://127.0.0.1:4000"],
      [{ GHE_HOST: "ghe.example.com" }, "https://ghe.example.com/api/v3"],
      [
        { GHE_HOST: "ghe.local:8080", GHE_PROTOCOL: "http" },
        "http://ghe.local:8080/api/v3",
      ],
    ])("is made of %j", (given, url) => {
      expect(readSettings({ ...LEAST, ...given }).githubApiUrl).toBe(url);
    });
  });
});
