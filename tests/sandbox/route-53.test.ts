import {
  CreateHostedZoneCommand,
  type CreateHostedZoneCommandInput,
  DeleteHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { account, allow, failure, home, newAccount } from "./support/account.ts";

async function withZones() {
  const world = await newAccount();
  const events: { readonly region: string; readonly detail: { readonly eventName?: string } }[] = [];
  world.sandbox.onEvent((event) => void events.push(event as (typeof events)[number]));
  const route53 = new Route53Client(connect(world.sandbox, { region: home }));
  let made = 0;
  const create = async (Name: string, vpc?: string, more: Partial<CreateHostedZoneCommandInput> = {}) => {
    made += 1;
    const VPC = vpc === undefined ? {} : { VPC: { VPCId: vpc, VPCRegion: home } as const };
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({ Name, CallerReference: String(made), ...VPC, ...more }),
    );
    return HostedZone?.Id ?? "";
  };
  const names = async (input: { DNSName?: string; HostedZoneId?: string; MaxItems?: number } = {}) => {
    const page = await route53.send(new ListHostedZonesByNameCommand(input));
    return [(page.HostedZones ?? []).map(({ Name }) => Name), page.NextDNSName];
  };
  return { ...world, events, route53, create, names };
}

test("zones are listed by their names with the labels reversed, from a name on, in pages", async () => {
  const { create, names } = await withZones();
  for (const name of ["b.example", "www.a.example", "A.example.", "b.example", "corp"]) {
    await create(name, name === "corp" ? "vpc-0a" : undefined);
  }
  const all = ["corp.", "a.example.", "www.a.example.", "b.example.", "b.example."];
  expect(await names()).toEqual([all, undefined]);
  expect(await names({ DNSName: "aa.example" })).toEqual([["b.example.", "b.example."], undefined]);
  expect(await names({ DNSName: "a.example", MaxItems: 2 })).toEqual([
    ["a.example.", "www.a.example."],
    "b.example.",
  ]);
});

test("a zone is read with the VPC that sees it, or with its name servers", async () => {
  const { route53, create } = await withZones();
  const hidden = await route53.send(new GetHostedZoneCommand({ Id: await create("corp.example", "vpc-0a") }));
  expect(hidden).toMatchObject({
    HostedZone: { Name: "corp.example.", Config: { PrivateZone: true } },
    VPCs: [{ VPCId: "vpc-0a", VPCRegion: home }],
  });
  expect(hidden.DelegationSet).toBeUndefined();
  const open = await route53.send(new GetHostedZoneCommand({ Id: await create("corp.example") }));
  expect(open).toMatchObject({ HostedZone: { Config: { PrivateZone: false } } });
  expect(open.DelegationSet?.NameServers).toHaveLength(4);
  expect(open.VPCs).toBeUndefined();
});

test("a zone is gone once it is deleted, and one that was never there is not found", async () => {
  const { route53, create, names } = await withZones();
  const Id = await create("corp.example", "vpc-0a");
  await route53.send(new DeleteHostedZoneCommand({ Id }));
  expect(await names()).toEqual([[], undefined]);
  expect(await failure(route53.send(new GetHostedZoneCommand({ Id })))).toMatch(/^NoSuchHostedZone/);
  expect(await failure(route53.send(new DeleteHostedZoneCommand({ Id })))).toMatch(/^NoSuchHostedZone/);
});

test("what Route 53 refuses is refused in its form", async () => {
  const { create } = await withZones();
  await create("corp.example", "vpc-0a", { CallerReference: "mine" });
  expect(await failure(create("corp.example", "vpc-0a"))).toMatch(/^ConflictingDomainExists/);
  expect(await failure(create("other.example", undefined, { CallerReference: "mine" }))).toMatch(
    /^HostedZoneAlreadyExists/,
  );
  expect(await failure(create("no..example"))).toMatch(/^InvalidDomainName/);
  expect(await failure(create("corp.example", "my-vpc"))).toMatch(/^InvalidVPCId/);
  expect(await failure(create("x".repeat(1_025)))).toMatch(/^InvalidInput/);
});

test("who may list zones may not read them, and who may read one no other", async () => {
  const { sandbox, role, create } = await withZones();
  const Id = (await create("corp.example", "vpc-0a")).replace("/hostedzone/", "");
  const other = await create("lab.example", "vpc-0a");
  const arn = await role("reader", allow("route53:ListHostedZonesByName"), {
    ...allow("route53:GetHostedZone"),
    Resource: `arn:aws:route53:::hostedzone/${Id}`,
  });
  const reader = new Route53Client(connect(sandbox, { region: home, principal: arn }));
  await reader.send(new ListHostedZonesByNameCommand({}));
  await reader.send(new GetHostedZoneCommand({ Id }));
  expect(await failure(reader.send(new GetHostedZoneCommand({ Id: other })))).toMatch(
    /^AccessDenied.*route53:GetHostedZone on resource: arn:aws:route53:::hostedzone\/Z/,
  );
});

test("the trail tells of zones that come and go, in the one Region of a service that is everywhere the same", async () => {
  const { route53, create, events } = await withZones();
  await route53.send(new DeleteHostedZoneCommand({ Id: await create("corp.example", "vpc-0a") }));
  expect(events.map(({ region, detail }) => [region, detail.eventName])).toEqual([
    ["us-east-1", "CreateHostedZone"],
    ["us-east-1", "DeleteHostedZone"],
  ]);
  expect(account).toBe("111122223333");
});
