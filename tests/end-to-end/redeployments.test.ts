/** Projects that others deploy again and again: each deployment gets its credential, and only a loop is given up. */
import { UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";
import { createWorld, type World } from "./support/world.ts";

const hourMs = 3_600_000;
const hub = { credential: "hub", pullCredentials: "CODEBUILD" } as const;

async function consenting(): Promise<{ readonly world: World; readonly arn: string; readonly role: string }> {
  // Days go by in these tests: what they are about are the events, and an hourly sweep is most of their time.
  const world = await createWorld({ sweepMinutes: 360 });
  const arn = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  return { world, arn, role: await world.role("preview") };
}

async function pass({ sandbox }: World, hours: number): Promise<void> {
  await sandbox.clock.advance(hours * hourMs);
  await sandbox.settle();
}

const subjects = (world: World) => world.newNotices().map(({ subject }) => subject);

test("a project that is made anew each night can pull each night", async () => {
  const { world, arn, role } = await consenting();
  for (let night = 0; night < 4; night++) {
    await world.project("preview", { role, ...hub });
    await world.rest();
    expect((await world.environment("preview"))?.registryCredential?.credential).toBe(arn);
    await world.deleteProject("preview");
    await world.rest();
    await pass(world, 24);
  }
  expect(subjects(world).filter((subject) => subject.includes("iac-drift"))).toEqual([]);
});

test.each([1, 24])(
  "a project that is deployed every %i hours gets its credential each time",
  async (hours) => {
    const { world, arn, role } = await consenting();
    await world.project("web", { role, ...hub });
    for (let deployments = 0; deployments < 3; deployments++) {
      await world.rest();
      expect((await world.environment("web"))?.registryCredential?.credential).toBe(arn);
      await pass(world, hours);
      await world.update("web", hub);
    }
    expect(subjects(world).filter((subject) => subject.includes("iac-drift"))).toEqual([]);
  },
);

test("what puts the old value back within seconds is a loop: pullpass stops, says so, and goes on when that stops", async () => {
  const { world, arn, role } = await consenting();
  const { sandbox, codebuild } = world;
  let isOn = true;
  let rewritten = 0;
  sandbox.after(({ operation, from }) => {
    if (!isOn || operation !== "UpdateProject" || from.caller.kind !== "role") return;
    rewritten += 1;
    sandbox.clock.after(5_000, () => world.update("web", hub));
  });
  await world.project("web", { role, ...hub });
  await pass(world, 0.1);
  expect(rewritten).toBe(3);
  expect((await world.environment("web"))?.registryCredential?.credential).toBe("hub");
  expect(subjects(world).filter((subject) => subject.includes("iac-drift"))).toHaveLength(1);

  // Another deployment does not make it start over, and the finding stays one.
  await codebuild.send(new UpdateProjectCommand({ name: "web", description: "2" }));
  await pass(world, 24);
  expect(rewritten).toBeLessThanOrEqual(7);
  const heard = subjects(world);
  expect(heard.filter((subject) => !subject.includes("Credential rewritten"))).toEqual([]);

  isOn = false;
  await pass(world, 24);
  expect((await world.environment("web"))?.registryCredential?.credential).toBe(arn);
  expect(subjects(world).at(-1)).toContain("[closed] iac-drift: project web");
});
