/** What the deployed functions say of a registry that no build reaches, from outside any VPC. */
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { awsError, connect, dns, registries } from "../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "./support/world.ts";

const host = "registry.acme-builds.dev";
const image = `${host}/acme/web:1`;

async function projectWith(address: string): Promise<World> {
  const world = await createWorld();
  registries(world.sandbox).add({ host, address, username: "ci", password: "canary-s3cret" });
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, image });
  await world.rest();
  return world;
}

const rulesIn = (world: World) =>
  world
    .newNotices()
    .filter(({ attributes }) => "rule" in attributes)
    .map(({ attributes: { rule, severity, kind } }) => [kind, rule, severity].filter(Boolean).join(" "));

test("a private address: the notice names it, the build fails, and a public address closes the finding", async () => {
  const world = await projectWith("10.0.0.5");
  const notices = world.newNotices().filter(({ text }) => text.includes("registry-vpc-only"));
  expect(notices).toHaveLength(1);
  const [{ text = "", attributes = {} } = {}] = notices;
  expect(text).toContain(`CodeBuild cannot reach the registry ${host} of project web`);
  expect(text).toContain("10.0.0.5");
  expect(text).toContain("outside any VPC");
  expect(attributes).toMatchObject({ severity: "high" });
  expect(await world.build("web")).toBe("FAILED");
  expect(rulesIn(world)).toEqual([]);

  dns(world.sandbox).set(host, ["203.0.113.7"]);
  await world.sweep();
  expect(rulesIn(world)).toHaveLength(1);
  expect(await world.build("web")).toBe("SUCCEEDED");
  await world.sweep();
  expect(rulesIn(world)).toEqual([]);
});

test("a registry that every build reaches is no finding", async () => {
  const world = await projectWith("203.0.113.7");
  expect(rulesIn(world)).toEqual([]);
  expect(await world.build("web")).toBe("SUCCEEDED");
});

test("a name that is taken out of DNS is told after the next sweep, though no event says so", async () => {
  const world = await projectWith("203.0.113.7");
  world.newNotices();
  dns(world.sandbox).set(host, []);
  await world.sweep();
  const [notice] = world.newNotices();
  expect(notice?.text).toContain("registry-unresolvable");
  expect(notice?.attributes).toMatchObject({ severity: "high" });
});

test("a name that a private hosted zone has is told with the zone and the VPC that sees it", async () => {
  const world = await createWorld();
  const route53 = new Route53Client(connect(world.sandbox, { region: home }));
  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({
      ...{ Name: "acme-builds.dev", CallerReference: "1" },
      VPC: { VPCId: "vpc-0a1b2c3d", VPCRegion: home },
    }),
  );
  dns(world.sandbox).set(host, []);
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, image });
  await world.rest();
  const told = world.newNotices().filter(({ text }) => text.includes("registry-unresolvable"));
  expect(told).toHaveLength(1);
  const id = HostedZone?.Id?.replace("/hostedzone/", "");
  expect(told[0]?.text).toContain(
    `acme-builds.dev (${id}) is asked for this name in the VPC vpc-0a1b2c3d (${home})`,
  );
});

test("where Route 53 may not be read, the finding says so, and stays what it is", async () => {
  const world = await createWorld();
  world.sandbox.before(({ service }) => {
    if (service === "route53") throw awsError("AccessDenied", "User: x is not authorized", 403);
  });
  dns(world.sandbox).set(host, []);
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, image });
  await world.rest();
  const told = world.newNotices().filter(({ text }) => text.includes("registry-"));
  expect(told).toHaveLength(1);
  expect(told[0]?.attributes).toMatchObject({ rule: "registry-unresolvable", severity: "high" });
  expect(told[0]?.text).toContain("could not be read: route53:ListHostedZonesByName is not allowed");
});
