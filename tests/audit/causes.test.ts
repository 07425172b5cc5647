/** An audit by cause: each once, with all the projects that have it and what mends them. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { type AuditReport, causesOf, filtered, type SharedCause } from "../../packages/audit/src/index.ts";
import { causeRemedy } from "../../packages/cli/src/render/audit/cause-remedy.ts";
import { render } from "../../packages/cli/src/render/audit/formats.ts";
import { projectNames } from "../../packages/cli/src/render/audit/names.ts";
import { commandLines } from "../../packages/cli/src/render/pasted.ts";
import { wrapText } from "../../packages/cli/src/render/wrap-text.ts";
import { jsonLines } from "../../packages/core/src/notice/json-lines.ts";
import { allow, createAccount, deny, fillAccount, policy, type Teams } from "./support/account.ts";
import { auditOf } from "./support/audit.ts";

let report: AuditReport;
let causes: readonly SharedCause[];

beforeAll(async () => {
  const { sandbox, teams } = await createAccount();
  await fillAccount(teams);
  await fillTeams(teams);
  report = await auditOf(sandbox);
  causes = causesOf(report.projects);
  return () => sandbox.dispose();
});

/** Troubles that several projects share. */
async function fillTeams(teams: Teams): Promise<void> {
  const hub = await teams.secret("registry/dockerhub", "prefix=pay-");
  for (const name of ["api", "web", "ledger", "e2e", "release", "jobs", "docs"]) {
    await teams.project(`pay-${name}`, { credential: hub });
    await teams.project(`ads-${name}`, { credential: hub });
  }
  await teams.project("ads-same", { credential: hub, role: "ads-api" });
  const shut = await teams.secret("registry/closed", "prefix=shop-", {
    policy: policy({ ...deny("secretsmanager:GetSecretValue", "*"), Principal: "*" }),
  });
  for (const name of ["shop-api", "shop-web"]) await teams.project(name, { credential: shut });
  const own = await teams.secret("registry/shop-api", "shop-own");
  const other = await teams.secret("registry/shop-web", "shop-too");
  await teams.project("shop-own", { credential: own });
  await teams.project("shop-too", { credential: other });
  await teams.project("shop-odd", { credential: own, role: "shop-own" });
  await teams.inline("shop-own", "Logs", allow("logs:*", "*"));
}

const everything = { verdicts: null, rules: null, severity: null, secrets: null, roles: null, causes: null };

function of(project: string): SharedCause | undefined {
  return causes.find(({ projects }) => projects.includes(project));
}

test("every project that cannot pull has exactly one cause, and one that needs nobody has none", () => {
  const listed = causes.flatMap(({ projects }) => projects);
  expect(new Set(listed).size).toBe(listed.length);
  const failing = report.projects.flatMap(({ verdict, name }) => (verdict === "fails" ? [name] : []));
  expect(listed).toEqual(expect.arrayContaining(failing));
  expect(listed).not.toContain("open-web");
});

test("projects that lack the same secret's grant are one cause, whatever their roles", () => {
  expect(of("pay-api")).toMatchObject({
    title: "The role of the project may not read its secret.",
    mender: "pullpass",
    projects: ["pay-api", "pay-docs", "pay-e2e", "pay-jobs", "pay-ledger", "pay-release", "pay-web"],
  });
});

test("the same trouble with two secrets is two causes, also where the secrets are named after the projects", () => {
  expect(of("shop-own")?.id).not.toBe(of("shop-too")?.id);
});

test("those whom somebody else can help are another cause", () => {
  expect(of("ads-api")).toMatchObject({ mender: "secret owner" });
  expect(of("ads-api")?.projects).toHaveLength(8);
});

test("projects that wait for one secret are one remedy, whichever of them share a role", () => {
  const cause = of("ads-api");
  expect(cause?.projects).toEqual(expect.arrayContaining(["ads-api", "ads-same", "ads-web"]));
  const { commandOptions, filter } = report;
  const { steps } = causeRemedy(cause as SharedCause, { commandOptions, filter });
  expect(steps).toHaveLength(1);
  expect(steps[0]?.command).toMatch(/^pullpass allow \S+registry\/dockerhub-\S+ /);
});

test("the same account has the same causes, under the same ids", async () => {
  const { sandbox, teams } = await createAccount();
  await fillTeams(teams);
  const again = causesOf((await auditOf(sandbox)).projects);
  await sandbox.dispose();
  const pay = again.find(({ projects }) => projects.includes("pay-api"));
  expect(pay?.projects).toEqual(of("pay-api")?.projects);
  const ids = again.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("the command that mends a cause takes the names of just its projects", () => {
  const cause = of("pay-api");
  const part = filtered(report, { ...everything, causes: [cause?.id ?? ""] });
  expect([...projectNames(part)].join("").split("\n")).toEqual(cause?.projects);
});

test.each([80, 140])("fits %i columns: nothing but a word that is longer sticks out", async (width) => {
  const shown = `${render(report, "table", { colours: false, width, full: true })}\n`;
  const wide = shown.split("\n").filter((line) => line.length > width);
  for (const line of wide) expect(line.trim().replace(/^"Resource": | \\$/g, "")).not.toContain(" ");
  await expect(shown).toMatchFileSnapshot(`golden/causes-${width}.txt`);
});

test("a command that is broken for a narrow terminal is the same command when it is pasted", () => {
  const word = fc.stringMatching(/^[a-z/:=.,-]{1,12}$/);
  const quoted = fc.string({ maxLength: 12 }).map((text) => `'${text.replaceAll(/['\n]/g, "")}'`);
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, quoted), { minLength: 1 }),
      fc.integer({ min: 8 }),
      (words, width) => {
        const lines = commandLines(words.join(" "), width);
        expect(lines.join("\n").replaceAll(" \\\n  ", " ")).toBe(words.join(" "));
      },
    ),
  );
});

test("a command in a command keeps its quotes when it is broken for a narrow terminal", () => {
  const inner = `printf '%s' '[{Key: \`"pullpass/projects"\`, Value: join(\`" "\`, [\`["web"]\`])}]'`;
  const whole = `printf '%s|' tag-resource --region eu-central-1 --tags "$(${inner})" --profile 'a  b'`;
  const told = (command: string) => execFileSync("sh", ["-c", command], { encoding: "utf8" });
  const lines = commandLines(whole, 30);
  expect(lines.length).toBeGreaterThan(3);
  expect(told(lines.join("\n"))).toBe(told(whole));
  const indented = lines.map((line) => `        ${line}`).join("\n");
  expect(told(wrapText(indented, { width: 40 }))).toBe(told(whole));
});

test("a policy that is broken for a narrow terminal says the same", () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 1, max: 100 }), (text, width) => {
      const json = JSON.stringify(JSON.parse(text));
      expect(JSON.parse(jsonLines(json, width).join("\n"))).toEqual(JSON.parse(json));
    }),
  );
});
