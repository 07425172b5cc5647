/** A project that nobody can make out keeps the command from no other, and the command does not pass over it in silence. */
import { expect, test } from "vitest";
import { codeBuildStore } from "../../packages/sandbox/src/services/codebuild/state.ts";
import { createAccount } from "./support/account.ts";
import { home, pullpass } from "./support/run.ts";

const told =
  'Project odd was not looked at: "arn:aws:iam::111122223333:user/odd" is not the ARN of an IAM role';

test.each([{ args: ["plan", "--all"] }, { args: ["plan", "odd", "web"] }])(
  "pullpass $args says what it did not look at, and shows the rest",
  async ({ args }) => {
    const { sandbox } = await accountWithOddProject();
    const { out, err, code } = await pullpass(sandbox, args);
    expect(err).toContain(told);
    expect(out).toContain("web");
    expect(code).toBe(3);
  },
);

test.each([{ args: ["apply", "--all", "--yes"] }, { args: ["apply", "web", "odd", "--yes"] }])(
  "pullpass $args repairs the rest, and ends with 3",
  async ({ args }) => {
    const { sandbox, policy } = await accountWithOddProject();
    const { err, code } = await pullpass(sandbox, args);
    expect(err.split(told)).toHaveLength(2);
    expect(await policy("web")).toContain("registry/ghcr");
    expect(code).toBe(3);
  },
);

/** As the sandbox would not store it, and AWS may some day. */
async function accountWithOddProject() {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  for (const name of ["web", "odd"]) await account.project(name, { credential: "registry/ghcr" });
  const place = { partition: "aws", account: account.sandbox.account, region: home };
  const { projects } = codeBuildStore(account.sandbox, place);
  const odd = projects.get("odd");
  if (odd === undefined) throw new Error("there is no project odd");
  projects.set("odd", { ...odd, serviceRole: "arn:aws:iam::111122223333:user/odd" });
  return account;
}
