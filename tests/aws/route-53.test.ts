/** Which private hosted zones are found for a name, and what asking for them costs. */
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { privateZones } from "../../packages/core/src/aws/route-53.ts";
import { AccessDenied } from "../../packages/core/src/errors.ts";
import { home, newAccount } from "./support/account.ts";

async function withZones(...zones: readonly (readonly [name: string, vpc?: string])[]) {
  const world = await newAccount();
  const sdk = new Route53Client(world.config());
  for (const [index, [Name, vpc]] of zones.entries()) {
    const VPC = vpc === undefined ? {} : { VPC: { VPCId: vpc, VPCRegion: home } as const };
    await sdk.send(new CreateHostedZoneCommand({ Name, CallerReference: String(index), ...VPC }));
  }
  const before = world.sandbox.calls.length;
  return {
    ...world,
    zones: privateZones(world.connection, home),
    calls: () => world.sandbox.calls.slice(before).map(({ operation }) => operation),
  };
}

test("of one name the private zones alone, with the VPC that sees each; asked again, nothing is called", async () => {
  const { zones, calls } = await withZones(
    ["corp.example", "vpc-0a"],
    ["corp.example"],
    ["corp.example", "vpc-0b"],
    ["a.corp.example", "vpc-0a"],
    ["example", "vpc-0a"],
  );
  const found = await zones.named("corp.example");
  expect(found.map(({ name, vpcs }) => [name, vpcs])).toEqual([
    ["corp.example", [{ id: expect.stringMatching(/^vpc-0[ab]$/), region: home }]],
    ["corp.example", [{ id: expect.stringMatching(/^vpc-0[ab]$/), region: home }]],
  ]);
  expect(found.every(({ id }) => /^Z[0-9A-Z]+$/.test(id))).toBe(true);
  expect(await zones.named("corp.example")).toEqual(found);
  expect(calls()).toEqual(["ListHostedZonesByName", "GetHostedZone", "GetHostedZone"]);
});

test("a name without a zone costs one call", async () => {
  const { zones, calls } = await withZones(["corp.example", "vpc-0a"]);
  expect(await zones.named("orp.example")).toEqual([]);
  expect(calls()).toEqual(["ListHostedZonesByName"]);
});

test("who was refused once asks no more", async () => {
  const { zones, sandbox, calls } = await withZones();
  sandbox.before(({ service }) => {
    if (service !== "route53") return;
    throw Object.assign(new Error("User: x is not authorized"), {
      ...{ name: "AccessDenied", $fault: "client", $metadata: { httpStatusCode: 403 } },
    });
  });
  for (const name of ["a.example", "b.example", "c.example"]) {
    await expect(zones.named(name)).rejects.toThrow(AccessDenied);
  }
  expect(calls()).toEqual(["ListHostedZonesByName"]);
});

test("however many names there are, the calls are bounded", async () => {
  const { zones, calls } = await withZones();
  const names = Array.from({ length: 200 }, (_, index) => `r${index}.example`);
  const told = await Promise.allSettled(names.map((name) => zones.named(name)));
  expect(told.filter(({ status }) => status === "rejected")).toHaveLength(50);
  expect(calls()).toHaveLength(150);
});
