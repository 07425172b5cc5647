/** Security Hub with the findings of a deployment: each as it is now, and until it closes. */
import { expect, test } from "vitest";
import { auditAsff } from "../../packages/cli/src/render/audit/asff.ts";
import { awsError } from "../../packages/sandbox/src/index.ts";
import { auditOf } from "../audit/support/audit.ts";
import { asffValidator } from "../support/asff-validator.ts";
import { disableSecurityHub, enableSecurityHub, findingsInHub } from "./support/security-hub.ts";
import { createWorld, type World } from "./support/world.ts";

const hour = 3_600_000;

async function hubWorld() {
  const world = await createWorld({ securityHub: true });
  await enableSecurityHub(world);
  return world;
}

/** The project names a secret whose tags let nobody in. */
async function withoutConsent(world: World, name: string) {
  await world.role(name);
  await world.project(name, { credential: "hub" });
  await world.rest();
}

const statesIn = async (world: World) =>
  (await findingsInHub(world)).map(
    ({ GeneratorId, Resources: [of] = [], RecordState, Compliance }) =>
      `${GeneratorId?.split("/")[1]} ${of?.Id?.split(/[:/]/).at(-1)} ${RecordState} ${Compliance?.Status}`,
  );

test("a finding is there while it is open, as it is now, and archived when it closes", async () => {
  const world = await hubWorld();
  await world.secret("hub");
  await withoutConsent(world, "web");
  expect(await statesIn(world)).toEqual(["secret-no-consent web ACTIVE FAILED"]);
  const [opened] = await findingsInHub(world);
  const { Severity, Types, Workflow, ProcessedAt, ...sent } = opened ?? {};
  const faultsOf = await asffValidator();
  expect(faultsOf(sent)).toEqual([]);

  await world.secret("other", { tags: { "pullpass/projects": "api" } });
  await world.update("web", { credential: "other" });
  await world.rest();
  const [changed] = await findingsInHub(world);
  expect(changed).toMatchObject({ Id: opened?.Id, RecordState: "ACTIVE", CreatedAt: opened?.CreatedAt });
  expect(changed?.Description).toContain("other");
  expect(Date.parse(changed?.UpdatedAt ?? "")).toBeGreaterThan(Date.parse(opened?.UpdatedAt ?? ""));

  await world.tag("other", { "pullpass/projects": "api web" });
  await world.rest();
  expect(await statesIn(world)).toEqual(["secret-no-consent web ARCHIVED PASSED"]);
  await world.untag("other", "pullpass/projects");
  await world.rest();
  expect(await statesIn(world)).toEqual(["secret-no-consent web ACTIVE FAILED"]);
});

test("an audit sends the same findings under the same ids", async () => {
  const world = await hubWorld();
  await world.secret("hub");
  await withoutConsent(world, "web");
  const audited = [...auditAsff(await auditOf(world.sandbox))].map(({ Id }) => Id);
  const ids = (await findingsInHub(world)).map(({ Id }) => Id);
  expect(ids).toHaveLength(1);
  expect(audited).toEqual(expect.arrayContaining(ids));
});

test("an outage of an hour keeps nobody else waiting, loses nothing and repeats nothing", async () => {
  const world = await hubWorld();
  await world.secret("hub");
  let isAway = true;
  const imported: string[] = [];
  world.sandbox.before(({ operation, input }) => {
    if (operation !== "BatchImportFindings") return;
    if (isAway) throw awsError("InternalException", "away", 500);
    imported.push(...(JSON.stringify(input).match(/(?<="Id":"pullpass[^"]*project\/)\w+/g) ?? []));
  });
  await withoutConsent(world, "web");
  await withoutConsent(world, "api");
  const opened = world.newNotices().filter(({ attributes }) => attributes.state === "opened");
  expect(opened.map(({ attributes }) => attributes.project)).toEqual(["web", "api"]);
  expect(world.events.filter(({ source }) => source === "pullpass")).toHaveLength(2);
  await world.sandbox.clock.advance(hour);
  await world.sandbox.settle(1_000_000);
  expect(await findingsInHub(world)).toEqual([]);
  isAway = false;
  await world.sandbox.clock.advance(60_000);
  await world.rest();
  await world.sweep();
  expect(await statesIn(world)).toEqual([
    "secret-no-consent web ACTIVE FAILED",
    "secret-no-consent api ACTIVE FAILED",
  ]);
  expect(imported.sort()).toEqual(["api", "web"]);
  expect(world.newNotices()).toEqual([]);
});

test("where Security Hub is not enabled, all others hear, and it gets what it missed once it is", async () => {
  const world = await hubWorld();
  await disableSecurityHub(world);
  await world.secret("hub");
  await withoutConsent(world, "web");
  expect(world.newNotices()).toHaveLength(1);
  expect(world.events.filter(({ source }) => source === "pullpass")).toHaveLength(1);
  await enableSecurityHub(world);
  expect(await findingsInHub(world)).toEqual([]);
  await world.sandbox.clock.advance(60_000);
  await world.rest();
  expect(await statesIn(world)).toEqual(["secret-no-consent web ACTIVE FAILED"]);
});

test("without the option Security Hub is not called", async () => {
  const world = await createWorld();
  await enableSecurityHub(world);
  await world.secret("hub");
  await withoutConsent(world, "web");
  await world.sweep();
  expect(world.newNotices().length).toBeGreaterThan(0);
  expect(await findingsInHub(world)).toEqual([]);
});
