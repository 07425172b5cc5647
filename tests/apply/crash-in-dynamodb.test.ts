import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apply } from "../../packages/core/src/apply/apply.ts";
import { dynamoDbLedger } from "../../packages/core/src/aws/dynamodb/ledger.ts";
import type { Ledger } from "../../packages/core/src/ports.ts";
import { type Database, startDatabase } from "../ledger/database.ts";
import { newest } from "../ledger/newest.ts";
import { project, region, role, secret } from "../plan/support.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { type Account, account, consent, effectOf, planned, withoutSince, writesTo } from "./account.ts";
import { life, within } from "./crash.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

function start(): Account {
  const projects = [project("api", { credential: "registry/quay" }), project("web")];
  return account(projects, [secret("registry/hub"), secret("registry/quay")]);
}

/** Both secrets are granted; then one consent is withdrawn, and the other is for a project by its name. */
const chapters: readonly ((world: Account) => void)[] = [
  () => {},
  (world) => {
    consent(world, "registry/hub", "");
    consent(world, "registry/quay", "api");
  },
];

async function endOf(world: Account, ledger: Ledger) {
  const history = await newest(ledger);
  const rounds = await ledger.driftRounds(region, ["api", "web"]);
  return {
    policies: world.policies,
    projects: world.projects,
    effects: world.effects,
    grants: withoutSince(await ledger.grants(role, region)),
    rounds: [...rounds]
      .map(([project, { credential, rounds: count }]) => [project, credential, count])
      .sort(),
    // When a grant was first saved is part of a later change's id, and a crash may come before that.
    records: history.map(({ change, state }) => `${state} ${effectOf(change)}`).sort(),
    ids: new Set(history.map(({ change }) => change.id)).size,
  };
}

/** Dies at a call to DynamoDB, IAM or CodeBuild in the chapter named, and starts again. */
async function live(table: string, death?: { chapter: number; call: number; moment: "before" | "after" }) {
  const [world, ledger] = [start(), dynamoDbLedger({ client: database.client, table })];
  for (const [i, begin] of chapters.entries()) {
    begin(world);
    if (death?.chapter === i) {
      const mortal = life(death.call, death.moment);
      const send: DynamoDBClient["send"] = (command: never) =>
        mortal.call<never>(async () => (await database.client.send(command)) as never) as never;
      const short = dynamoDbLedger({ client: { send } as DynamoDBClient, table });
      const { roles, projects } = within(mortal, writesTo(world, ledger));
      const plan = await planned(world, ledger, `e-${i}`);
      await apply(plan, { ...writesTo(world, short), roles, projects }).catch(() => {});
    }
    await apply(await planned(world, ledger, `e-${i}`), writesTo(world, ledger));
  }
  return endOf(world, ledger);
}

test("a crash between any two items ends as if there had been none", async () => {
  const smooth = await live(await database.createTable());
  expect(smooth.records).toHaveLength(6);
  const death = fc.record({
    chapter: fc.nat({ max: 1 }),
    call: fc.nat({ max: 30 }),
    moment: fc.constantFrom("before" as const, "after" as const),
  });
  await fc.assert(
    fc.asyncProperty(death, async (at) => {
      expect(await live(await database.createTable(), at)).toEqual(smooth);
    }),
    { numRuns: propertyRuns(40) },
  );
}, 300_000);
