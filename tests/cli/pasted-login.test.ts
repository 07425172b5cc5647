/** A login where the name of a secret belongs is nowhere to be read, and not asked for at AWS. */
import { StartBuildCommand } from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

const password = "hunter2secret";

const commands = [
  ["plan", "--all"],
  ["plan", "--all", "--format", "json"],
  ["plan", "--all", "--format", "terraform"],
  ["audit"],
  ["audit", "--format", "json"],
  ["audit", "--format", "html"],
  ["explain", "web"],
  ["apply", "--all", "--yes"],
];

test.each([
  ["JSON", `{"username":"me","password":"${password}"}`],
  ["user and password", `me:${password}`],
  ["a token that a secret could have for its name", `dckr_pat_${password}hunter2secret`],
  ["a web address", `https://me:${password}@ghcr.io/acme`],
])("a login pasted as the credential, %s", async (_, credential) => {
  const account = await createAccount();
  await account.project("web", { credential });
  const { build } = await account.codebuild.send(new StartBuildCommand({ projectName: "web" }));
  await account.sandbox.clock.advance(10_000);
  await account.sandbox.settle();
  const before = account.sandbox.calls.length;
  for (const args of [...commands, ["explain", "--build", build?.id ?? ""]]) {
    const { out, err } = await pullpass(account.sandbox, args);
    expect(out + err, args.join(" ")).not.toContain(password);
  }
  const asked = account.sandbox.calls.slice(before);
  expect(asked.filter(({ operation }) => operation === "DescribeSecret")).toEqual([]);
});

test("a login in the image is masked, too", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", {
    image: `https://me:${password}@ghcr.io/acme/web`,
    credential: "registry/ghcr",
  });
  for (const args of commands) {
    const { out, err } = await pullpass(account.sandbox, args);
    expect(out + err, args.join(" ")).not.toContain(password);
  }
  const { out, err } = await pullpass(account.sandbox, ["image", `https://me:${password}@ghcr.io/acme/web`]);
  expect(out + err).not.toContain(password);
});
