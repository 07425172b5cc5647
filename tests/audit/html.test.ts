/** The report as a page, as it is written: what it may load and run, where it leads, and what its picture counts. */

import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type AuditReport, causesOf, filtered } from "../../packages/audit/src/index.ts";
import { render } from "../../packages/cli/src/render/audit/formats.ts";
import { accountCauses } from "../../packages/cli/src/render/audit/html/account-causes.ts";
import { consoleLink } from "../../packages/cli/src/render/audit/html/console-links.ts";
import { embeddedData } from "../../packages/cli/src/render/audit/html/embedded-data.ts";
import { html } from "../../packages/cli/src/render/audit/html/markup.ts";
import { pageData } from "../../packages/cli/src/render/audit/html/page-data.ts";
import { flowOf } from "../../packages/cli/src/render/audit/html/picture/flow.ts";
import { layoutOf } from "../../packages/cli/src/render/audit/html/picture/layout.ts";
import type { Mute } from "../../packages/core/src/model/mute.ts";
import { anyText } from "../support/any-text.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { exampleReport } from "./support/example-report.ts";
import { enlarged, hostile, hostileTexts } from "./support/report.ts";

let report: AuditReport;

beforeAll(async () => {
  report = await exampleReport();
});

const muteOf = (name: string): Mute => ({
  ...{ id: "m", region: "eu-central-1", target: { kind: "project", name }, by: name },
  ...{ at: "2026-01-05T09:00:00.000Z", until: "2026-02-05T09:00:00.000Z" },
});

const pageOf = (each: AuditReport) => render(each, "html", { colours: false });

test("says what was asked for where that is a part", () => {
  const filter = {
    verdicts: ["fails"] as const,
    rules: null,
    severity: null,
    secrets: null,
    roles: null,
    causes: null,
  };
  const part = filtered(report, filter);
  const page = pageOf({ ...part, projects: [...part.projects] });
  expect(page).toContain("Only what --only fails asks for is shown and counted.");
  expect(pageOf(report)).not.toContain("Only what");
});

test("what is muted is on it, and no name in it becomes an element", () => {
  const elements = (page: string) => page.match(/<[a-z!/][^\s>]*/gi)?.length;
  const page = (name: string) => render(report, "html", { colours: false, mutes: [muteOf(name)] });
  expect(page("web")).toContain("<bdi>project web</bdi>");
  for (const text of hostileTexts) expect(elements(page(text))).toBe(elements(page("web")));
  expect(pageOf(report)).not.toContain("muted-heading");
});

describe("the file", () => {
  test("allows nothing but its own script and style, by their hashes", () => {
    const page = pageOf(report);
    const policy =
      /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#39;", "'") ?? "";
    const directives = new Map(policy.split("; ").map((each) => each.split(/ (.*)/, 2) as [string, string]));
    const script = /<script type="module">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? "";
    expect(Object.fromEntries(directives)).toEqual({
      "default-src": "'none'",
      "script-src": `'${digest(script)}'`,
      "style-src": `'${digest(style)}'`,
      "img-src": "data:",
      "base-uri": "'none'",
      "form-action": "'none'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "'none'",
    });
  });

  test("says its policy before anything that the policy is for", () => {
    const page = pageOf(report);
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.search(/<style|<script|<title/));
  });

  test("is the same but for its data, whatever the account's names are: no name becomes an element", () => {
    const elements = (page: string) =>
      page.replace(/(<script type="application\/octet-stream"[^>]*>)[^<]*/, "$1").match(/<[a-z!/][^\s>]*/gi);
    const tame = elements(pageOf(hostile(report, "tame")));
    for (const text of hostileTexts) expect(elements(pageOf(hostile(report, text)))).toEqual(tame);
  });

  test("makes no element's text end it, and no value leave its attribute", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(html`<b title="${text}">${text}</b>`.text).toMatch(/^<b title="[^"<>]*">[^<>]*<\/b>$/);
      }),
    );
  });
});

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

describe("the data in it", () => {
  test("mean what they meant, in characters that can end no element", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...hostileTexts)), (text) => {
        const written = embeddedData({ [text]: [text] });
        expect(written).toMatch(/^[\w+/=]*$/);
        expect(JSON.parse(inflateRawSync(Buffer.from(written, "base64")).toString())).toEqual(
          JSON.parse(JSON.stringify({ [text]: [text] })),
        );
      }),
    );
  });

  test("hold each project with every link of its chain, those in need first", () => {
    const { lines, details } = pageData([accountCauses(report)]);
    const projects = lines.projects.map((line, place) => ({ ...line, ...details.projects[place] }));
    expect(projects.map(({ name }) => name).sort()).toEqual(report.projects.map(({ name }) => name).sort());
    expect(projects[0]?.verdict).toBe("fails");
    for (const { name, chain = [] } of projects) {
      const original = report.projects.find((each) => each.name === name);
      expect(chain.map((place) => details.links[place])).toEqual(original?.chain);
    }
  });

  test("hold each cause of the terminal with its projects, what mends it, and policies as blocks", () => {
    const {
      lines: { causes, projects },
      details,
    } = pageData([accountCauses(report)]);
    const shared = causesOf(report.projects);
    expect(causes.map(({ projects: places }) => places.map((place) => projects[place]?.name).sort())).toEqual(
      shared.map(({ projects: names }) => [...names].sort()),
    );
    const blocks = details.causes.flatMap(({ steps }) => steps.flatMap(({ block }) => block ?? []));
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      expect(JSON.parse(block)).toBeTypeOf("object");
      expect(block).toMatch(/^\{\n {2}"\w+": /);
    }
  });

  test("grow less than the account: what many projects share is said once", () => {
    const one = pageOf(enlarged(report, 1_000)).length - pageOf(enlarged(report, 500)).length;
    const json = render(enlarged(report, 1_000), "json", { colours: false }).length / 2;
    expect(one).toBeLessThan(json / 2);
  });
});

describe("links into the AWS console", () => {
  test.each([
    [
      "arn:aws:codebuild:eu-central-1:111122223333:project/web",
      "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/web/details?region=eu-central-1",
    ],
    [
      "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr+a@b-AbCdEf",
      "https://eu-central-1.console.aws.amazon.com/secretsmanager/secret?name=registry%2Fghcr%2Ba%40b&region=eu-central-1",
    ],
    [
      "arn:aws:iam::111122223333:role/service-role/codebuild-web",
      "https://console.aws.amazon.com/iam/home#/roles/details/codebuild-web",
    ],
    [
      "arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234",
      "https://cn-north-1.console.amazonaws.cn/kms/home?region=cn-north-1#/kms/keys/mrk-1234",
    ],
    [
      "arn:aws-us-gov:codebuild:us-gov-west-1:111122223333:project/web",
      "https://us-gov-west-1.console.amazonaws-us-gov.com/codesuite/codebuild/111122223333/projects/web/details?region=us-gov-west-1",
    ],
  ])("%s is at %s", (arn, address) => {
    expect(consoleLink(arn)).toBe(address);
  });

  test.each([
    "",
    "registry/ghcr",
    "javascript:alert(1)",
    "arn:aws:codebuild:evil.example/#:111122223333:project/web",
    "arn:aws:codebuild:eu-central-1:111122223333:project/web/../../x",
    "arn:aws:codebuild:eu-central-1:1111:project/web",
    "arn:aws:codebuild::111122223333:project/web",
    "arn:aws:iam:eu-central-1:111122223333:role/web",
    "arn:aws:iam::111122223333:role/a b",
    "arn:aws:s3:eu-central-1:111122223333:bucket/web",
    "arn:aws-evil:iam::111122223333:role/web",
    "arn:aws:iam::111122223333:role/web\nx",
    "arn:aws:__proto__::111122223333:role/web",
  ])("%j leads nowhere", (text) => {
    expect(consoleLink(text)).toBeUndefined();
  });

  test("no text that means harm leads anywhere", () => {
    for (const text of hostileTexts) expect(consoleLink(text)).toBeUndefined();
  });

  test("whatever the text, it leads into the console or nowhere", () => {
    const parts = fc.tuple(
      fc.constantFrom("aws", "aws-cn", "evil"),
      fc.constantFrom("codebuild", "iam", "kms", "secretsmanager"),
      fc.oneof(fc.constantFrom("", "eu-central-1"), fc.string()),
      fc.constantFrom("project/", "role/", "key/", "secret:"),
      fc.string(),
    );
    fc.assert(
      fc.property(parts, ([partition, service, region, kind, name]) => {
        const address = consoleLink(
          `arn:${partition}:${service}:${region}:111122223333:${kind}${name}-AbCdEf`,
        );
        if (address === undefined) return;
        const { protocol, host } = new URL(address);
        expect(`${protocol}//${host}`).toMatch(
          /^https:\/\/(?:[a-z]+(?:-[a-z]+)+-\d+\.)?console\.(?:aws\.amazon\.com|amazonaws\.cn)$/,
        );
      }),
    );
  });
});

describe("the picture", () => {
  const flow = (each: AuditReport, nodesMax?: number) => flowOf([accountCauses(each)], nodesMax);

  test("tells of each cause its projects and who acts, as the terminal does", () => {
    const terminal = render(report, "table", { colours: false });
    const { reasons, outcomes } = flow(report, 100);
    const told = reasons.nodes.map(({ label, count, who = "–" }) => `${count}: ${label} ${who}`);
    expect(told).toMatchInlineSnapshot(`
      [
        "1: The secret registry/quay of project abroad does not exist. the project owner acts",
        "1: The role of project denied may not read its secret, and a grant by pullpass alone does not change that. the secret owner acts",
        "1: CodeBuild cannot reach the registry 10.0.0.7 of project intranet. the project owner acts",
        "1: The role of project keyed may not decrypt its secret. pullpass can repair it",
        "1: The role of project locked may not read its secret, and a grant by pullpass alone does not change that. the role owner acts",
        "1: The secret registry/nowhere of project missing does not exist. the project owner acts",
        "1: The role of project no-consent may not read its secret. the secret owner acts",
        "1: The role of project open-api may not read its secret. pullpass can repair it",
        "1: Project pull-type has a registry credential and does not pull with it. pullpass can repair it",
        "1: Project by-name does not name its secret by the full ARN, so another secret can take its place. pullpass can repair it",
        "1: The registry must let everyone pull. –",
        "1: Nothing that was read is in the way. –",
      ]
    `);
    for (const { label, who } of reasons.nodes) if (who !== undefined) expect(terminal).toContain(label);
    expect(outcomes.nodes.map(({ label, count }) => `${label}: ${count}`)).toMatchInlineSnapshot(`
      [
        "cannot pull: 9",
        "no credential: 1",
        "can pull: 2",
      ]
    `);
  });

  test("counts every project that a registry serves once in each column, however few nodes it has", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 2, max: 15 }), (count, nodesMax) => {
        const large = enlarged(report, count);
        const { secrets, reasons, outcomes, ways, left } = flow(large, nodesMax);
        const drawn = large.projects.filter(({ verdict }) => verdict !== "no-registry").length;
        expect(left).toBe(count - drawn);
        for (const nodes of [secrets.nodes, reasons.nodes, outcomes.nodes, ways])
          expect(nodes.reduce((sum, each) => sum + each.count, 0)).toBe(drawn);
        expect(secrets.nodes.filter(({ sought }) => sought !== undefined).length).toBeLessThanOrEqual(
          nodesMax,
        );
        expect(reasons.nodes.filter(({ who }) => who !== undefined).length).toBeLessThanOrEqual(nodesMax);
      }),
      { numRuns: propertyRuns(30) },
    );
  });

  test("draws what needs somebody apart, and the rest together, and says what it does not show", () => {
    const { secrets, reasons } = flow(enlarged(report, 120), 3);
    expect(secrets.nodes.map(({ label, worst }) => `${label}: ${worst}`)).toMatchInlineSnapshot(`
      [
        "registry/ghcr: fails",
        "registry/quay: fails",
        "3 other secrets: fails",
        "no credential: anonymous",
      ]
    `);
    expect(reasons.nodes.map(({ label, count }) => `${label}: ${count}`)).toMatchInlineSnapshot(`
      [
        "The secret registry/quay of the project does not exist.: 10",
        "The role of the project may not read its secret, and a grant by pullpass alone does not change that.: 10",
        "8 other causes: 80",
        "The registry must let everyone pull.: 10",
        "Nothing that was read is in the way.: 10",
      ]
    `);
    const counts = { ...report.counts, projects: report.counts.projects + 3 };
    const page = pageOf({ ...enlarged(report, 120), counts: { ...counts, projects: 123 } });
    expect(page).toContain("Not shown: 3 projects with no need of a registry and no finding.");
    expect(page).toContain("Not listed: 3 projects with no need of a registry and no finding.");
  });

  test("of several accounts says whose each secret and each cause is", () => {
    const other = { ...report, account: "444455556666" };
    const { secrets, reasons } = flowOf([report, other].map(accountCauses), 100);
    const whose = (who: string | undefined) => (who?.includes("444455556666") ? 1 : 0);
    const causes = reasons.nodes.filter(({ who }) => who !== undefined);
    expect(causes.filter(({ who }) => whose(who)).length).toBe(causes.length / 2);
    const nowhere = secrets.nodes.filter(({ label }) => label === "registry/nowhere");
    expect(nowhere.map(({ who }) => who)).toEqual(["111122223333", "444455556666"]);
  });

  test("keeps its boxes apart and within it, and every ribbon's ends finite", () => {
    const { boxes, ribbons, height } = layoutOf(flow(enlarged(report, 500)));
    for (const [x, column] of Map.groupBy(boxes, (box) => box.x)) {
      expect(x).toBeGreaterThanOrEqual(0);
      let end = -1;
      for (const box of column) {
        expect(box.y).toBeGreaterThan(end);
        end = box.y + box.height;
      }
      expect(end).toBeLessThanOrEqual(height + 0.01);
    }
    for (const { d } of ribbons) expect(d).not.toContain("NaN");
  });

  test("is left out where no project pulls from a registry", () => {
    expect(pageOf({ ...report, projects: [] })).toContain("No project pulls from a registry.");
  });
});
