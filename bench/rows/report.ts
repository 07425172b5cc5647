/** How fast an audit's page is in Chromium with an account at its limits, beside one with a hundredth of its projects. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { audit, auditPorts } from "@pullpass/audit";
import { awsConnection } from "@pullpass/core/aws";
import { connect } from "@pullpass/sandbox";
import { render } from "../../packages/cli/src/render/audit/formats.ts";
import { launchChromium } from "../../tests/support/chromium.ts";
import { atMost, type Benchmark, median, type Result, type Say } from "../benchmark.ts";
import { largeAccount, region, type Size } from "../large-account.ts";
import { type Measured, measurePage } from "../report-page.ts";

const small: Size = { projects: 50, secrets: 10, roles: 30 };
const large: Size = { projects: 5_000, secrets: 1_000, roles: 3_000 };

const rounds = 5;

export const benchmark: Benchmark = {
  about: "the page of 5,000 projects in Chromium, beside that of 50",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const folder = await mkdtemp(join(tmpdir(), "pullpass-"));
  const browser = await launchChromium();
  try {
    const pages = [await pageOf(small, folder, say), await pageOf(large, folder, say)] as const;
    const measured: [Measured[], Measured[]] = [[], []];
    // In turns: whatever else the machine does meanwhile slows both.
    for (let round = 0; round < rounds; round += 1) {
      for (const side of [0, 1] as const)
        measured[side].push(await measurePage(browser, pages[side].address));
    }
    print(measured, say);
    const [, many] = measured;
    return [
      atMost(1, { name: "report-size", value: pages[1].bytes / 1e6, unit: "MB" }),
      atMost(500, { name: "report-listed", value: median(many.map(({ listed }) => listed)), unit: "ms" }),
      atMost(100, { name: "report-slowest-filter", value: median(many.map(slowest)), unit: "ms" }),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

interface Page {
  readonly address: string;
  readonly bytes: number;
}

async function pageOf(size: Size, folder: string, say: Say): Promise<Page> {
  say(`auditing ${size.projects} projects …`);
  const sandbox = await largeAccount(size);
  const place = { account: sandbox.account, partition: "aws" };
  const connection = awsConnection((where) => connect(sandbox, { region: where }));
  const question = {
    ...place,
    caller: "arn:aws:iam::111122223333:role/auditor",
    version: "bench",
    regions: [region],
    searchRegions: [],
    projects: "all",
    tagPrefix: "pullpass/",
    policyName: "pullpass",
    bindGrants: "ifExists",
    sharedRoles: "flag",
    commandOptions: { aws: [], pullpass: [] },
  } as const;
  const report = await audit(question, auditPorts(connection, { region, ...place }), () => undefined);
  await sandbox.dispose();
  const file = join(folder, `${size.projects}.html`);
  const page = render(report, "html", { colours: false });
  await writeFile(file, page);
  const bytes = Buffer.byteLength(page);
  say(`  its page has ${(bytes / 1e6).toFixed(1)} MB`);
  return { address: pathToFileURL(file).href, bytes };
}

const rows: readonly (readonly [label: string, value: (measured: Measured) => number])[] = [
  ["first paint", ({ firstPaint }) => firstPaint],
  ["the list can be used", ({ listed }) => listed],
  ["a filter answers", ({ filters }) => median(filters)],
  ["the slowest filter answers", slowest],
  ["a project opens", ({ opens }) => opens],
];

function slowest({ filters }: Measured): number {
  return Math.max(...filters);
}

function print([few, many]: readonly [readonly Measured[], readonly Measured[]], say: Say): void {
  const titles = [small, large].map(({ projects }) => `${projects} projects`.padStart(16));
  say(`\n${`median of ${rounds}, in ms`.padEnd(30)}${titles.join("")}   ratio`);
  for (const [label, value] of rows) {
    const [one, other] = [median(few.map(value)), median(many.map(value))];
    const cells = [
      one.toFixed(0).padStart(16),
      other.toFixed(0).padStart(16),
      `${(other / one).toFixed(1)}×`.padStart(8),
    ];
    say(`${label.padEnd(30)}${cells.join("")}`);
  }
}
