/** The story of the demo. What it tells is checked as it goes; nothing in it is scripted output. */
import { registries } from "@pullpass/sandbox";
import type { DemoBuild, DemoProject } from "./account.ts";
import type { Line } from "./line.ts";
import { elsewhere, home, type World } from "./world.ts";

export async function* story(world: World): AsyncGenerator<Line> {
  const { teams } = world;

  yield chapter("Four projects that cannot pull their image");
  yield act("pullpass runs in the account, but no secret is tagged: nobody has consented to anything.");
  const shared = await teams.createSecret(home, "dockerhub");
  const keyArn = await teams.createKey(home);
  const encrypted = await teams.createSecret(home, "artifactory", keyArn);
  const distant = await teams.createSecret(elsewhere, "harbor");
  yield act("web may not read its secret.");
  await teams.createProject(project("web", "acme/web:1", shared));
  yield act("api may read its secret, but not decrypt it: the secret has a customer managed key.");
  await teams.createProject(project("api", "acme.jfrog.io/docker/api:1", encrypted));
  await teams.writePolicy("api", "written-by-hand", "secretsmanager:GetSecretValue", encrypted);
  yield act(`docs may read every secret, but names one that is in another Region, ${elsewhere}.`);
  await teams.createProject(project("docs", "harbor.example.com/acme/docs:1", "harbor"));
  await teams.writePolicy("docs", "written-by-hand", "secretsmanager:GetSecretValue", "*");
  yield act("worker pulls with CodeBuild's own credentials instead of its secret's.");
  await teams.createProject({ ...project("worker", "acme/worker:1", shared), pullCredentials: "CODEBUILD" });
  for (const name of repaired) yield await built(world, name, "fails");
  yield check(
    "pullpass asked the owners for consent, and changed nothing",
    world.newNotices().map(({ subject }) => subject),
    (subjects) => subjects.length > 0 && subjects.every((subject) => subject.includes("consent")),
  );

  yield chapter("The owners tag their secrets");
  yield act("dockerhub: pullpass/projects = web worker");
  await teams.allow(shared, "web worker");
  yield act("artifactory: pullpass/projects = prefix=api");
  await teams.allow(encrypted, "prefix=api");
  yield act("harbor: pullpass/projects = docs");
  await teams.allow(distant, "docs");
  yield* notices(world);

  yield chapter("The same builds again");
  for (const name of repaired) yield await built(world, name, "passes");

  yield chapter("A project without consent stays shut");
  yield act("curious names the same secret as web; its owner never said that it may.");
  await teams.createProject(project("curious", "acme/web:1", shared));
  yield await built(world, "curious", "fails");
  yield check("its role was given nothing", await teams.policies("curious"), (names) => names.length === 0);
  yield* notices(world);

  yield chapter("A registry that only a VPC can reach");
  yield act("tools has consent, and its registry a private address: CodeBuild never pulls from there.");
  await teams.createProject(project("tools", "10.20.0.7:5000/acme/tools:1", shared));
  await teams.allow(shared, "web worker tools");
  yield await built(world, "tools", "fails");
  yield* notices(world);

  yield chapter("A registry that rejects the login");
  yield act(
    "shop has consent, and its secret an old password: the build's own words say so, and who must act.",
  );
  registries(world.sandbox).add({ host: shopRegistry, username: "ci", password: "canary-newer" });
  await teams.allow(shared, "web worker tools shop");
  await teams.createProject(project("shop", `${shopRegistry}/acme/shop:1`, shared));
  yield* notices(world);
  yield await built(world, "shop", "fails");
  yield* notices(world);

  yield chapter("Events come twice and out of order");
  const before = await everything(world);
  yield act("Every event of the story is delivered once more, the newest first.");
  await world.replayBackwards();
  const after = await everything(world);
  yield check(
    "no role, no project changed",
    after === before ? "the same" : after,
    (seen) => seen === "the same",
  );
  yield check("nobody was told anything twice", world.newNotices(), (again) => again.length === 0);

  yield chapter("The tag is removed, and access is gone");
  yield act("dockerhub loses its tag.");
  await teams.withdraw(shared);
  yield* notices(world);
  yield await built(world, "web", "fails");
  yield await built(world, "api", "passes");
}

const shopRegistry = "registry.acme-builds.dev";
const repaired = ["web", "api", "docs", "worker"] as const;

/** The usual way to use a registry secret. */
const project = (name: string, image: string, credential: string): DemoProject => ({
  name,
  image,
  credential,
  pullCredentials: "SERVICE_ROLE",
});

const chapter = (title: string): Line => ({ kind: "chapter", title });
const act = (text: string): Line => ({ kind: "act", text });

async function built({ teams }: World, name: string, told: DemoBuild["outcome"]): Promise<Line> {
  const build = await teams.build(name);
  return { kind: "build", build, told, ok: build.outcome === told };
}

function check<T>(text: string, seen: T, holds: (seen: T) => boolean): Line {
  return { kind: "check", text, ok: holds(seen), seen: JSON.stringify(seen) };
}

function* notices(world: World): Generator<Line> {
  const messages = world.newNotices();
  for (const message of messages) yield { kind: "notice", ...message };
  yield check("pullpass told its subscribers", messages.length, (count) => count > 0);
}

/** Everything that pullpass could have changed. */
async function everything({ teams }: World): Promise<string> {
  return JSON.stringify(
    await Promise.all([...repaired, "curious", "tools", "shop"].map((name) => teams.state(name))),
  );
}
