/** What comes back, on an account that answers as the sandbox does, and on one that does not. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validatePolicy } from "@pullpass/access";
import { awsError } from "@pullpass/sandbox";
import { expect, test } from "vitest";
import { notProbed, probes } from "../../prove/probes/index.ts";
import { noPassword } from "../../prove/resources.ts";
import { accountId, asAdministrator, go, namesIn, proved } from "./support/account.ts";

const root = join(import.meta.dirname, "../..");

/** What somebody may do who has the policy on the page, and no other right. */
const pagePolicy =
  /<!-- prove-policy -->\n```json\n([\s\S]*?)```/.exec(
    readFileSync(join(root, "docs/prove.md"), "utf8"),
  )?.[1] ?? "";

test("with the policy on the page every question is settled, the sandbox agrees, and nothing is left", async () => {
  const { code, report, page, account, out } = await proved(go, { rights: pagePolicy });
  expect(code).toBe(0);
  const { probes: answers, isAws } = report();
  expect(answers.map(({ id }) => id)).toEqual(probes.map(({ id }) => id));
  for (const answer of answers) {
    expect(answer).toMatchObject({ asked: { kind: "settled" }, sandbox: { kind: "settled" }, differs: [] });
  }
  const policyOfWhoAsks = "asker";
  expect(await namesIn(asAdministrator(account.sandbox))).toEqual([policyOfWhoAsks]);
  expect(isAws).toBe(false);
  expect(page()).toContain("is not AWS: nothing here is settled about AWS");
  for (const text of [page(), readFileSync(join(out, "prove.json"), "utf8")]) {
    expect(text).not.toContain(accountId);
    expect(text).not.toContain(noPassword);
  }
  const asked = new Set(
    account.sandbox.calls.flatMap(({ permissions }) => permissions.map(({ action }) => action)),
  );
  const allowed = JSON.parse(pagePolicy).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
  expect(allowed.filter((action: string) => !asked.has(action))).toEqual([]);
});

test("IAM takes the policy on the page", () => {
  expect(validatePolicy(JSON.parse(pagePolicy), "identity", { managed: true })).toEqual([]);
});

test("what it costs is what the probes say together", () => {
  expect(probes.reduce((sum, { cost }) => sum + cost.dollars, 0)).toBeLessThan(0.5);
});

test("where the account answers otherwise, the page shows both answers", async () => {
  const { report, page, said } = await proved([...go, "--only", "service-role-path"], {
    onCall({ operation }) {
      if (operation === "CreateRole") throw awsError("ValidationError", "No | roles\nhere.");
    },
  });
  const [answer] = report().probes;
  expect(answer?.differs).toEqual(["a role of one's own under /aws-service-role/"]);
  expect(said).toContain("the sandbox differs in: a role of one's own");
  expect(page()).toContain("| ValidationError: No \\| roles here. | ValidationError: Roles under");
});

test("what the account does not serve, or does not allow, leaves the question open, with the reason", async () => {
  const { code, report, page, account } = await proved(
    [...go, "--only", "pattern-elements,secret-words,role-policies"],
    {
      onCall({ operation }) {
        if (operation === "TestEventPattern") throw awsError("UnknownOperationException", "Not here.", 501);
        if (operation === "CreateSecret")
          throw awsError("AccessDeniedException", "User: x is not authorized to perform: y");
      },
    },
  );
  expect(code).toBe(0);
  expect(report().probes.map(({ asked }) => asked.why ?? asked.kind)).toEqual([
    "another account does not serve a call that this needs: UnknownOperationException: Not here.",
    "settled",
    "Whoever asked may not: AccessDeniedException: User: x is not authorized to perform: y",
  ]);
  expect(page()).toContain("## Open");
  expect(await namesIn(account)).toEqual([]);
});

test("a lack of rights is no answer, where answers are refusals", async () => {
  const { report } = await proved([...go, "--only", "trust-policies"], {
    onCall({ operation }) {
      if (operation === "UpdateAssumeRolePolicy")
        throw awsError(
          "AccessDenied",
          "User: x is not authorized to perform: iam:UpdateAssumeRolePolicy",
          403,
        );
    },
  });
  expect(report().probes[0]?.asked).toMatchObject({
    kind: "open",
    why: expect.stringMatching(/^Whoever asked may not: /),
  });
});

test("an event that does not come leaves the question open", async () => {
  const { report } = await proved([...go, "--only", "records", "--wait", "1"], {
    onCall({ operation }) {
      if (operation === "PutTargets") throw awsError("InternalException", "No target today.", 400);
    },
  });
  expect(report().probes[0]?.asked.kind).toBe("open");
});

/** The files that call something unverified; tests of this do not count. */
function guessing(): readonly string[] {
  const files = globSync(["packages/*/src/**/*.ts", "stacks/**/*.ts", "tests/**/*.ts", "docs/**/*.md"], {
    cwd: root,
  });
  return files.filter((file) => {
    if (file.startsWith("tests/prove/") || /^docs\/(prove|architecture)\.md$/.test(file)) return false;
    return /unverified/i.test(readFileSync(join(root, file), "utf8"));
  });
}

test("each guess in the code has a probe, or a reason why there is none", () => {
  const named = new Set([...probes.flatMap(({ files }) => files), ...notProbed.map(({ file }) => file)]);
  expect(guessing().filter((file) => !named.has(file))).toEqual([]);
  const guesses = new Set(guessing());
  expect([...named].filter((file) => !guesses.has(file))).toEqual([]);
});
