/** Commands that findings name repeat the options that the reader gave: pasted as printed, they see the same account. */
import { expect, test } from "vitest";
import type { State } from "../cases/support/access-state.ts";
import { expectRemediesToHold } from "./support/expect-remedies.ts";

const consenting: State = { secret: { tags: { "acme/projects": "{{NAME}}" } }, key: {} };
const silent: State = { secret: {}, key: {} };

test.each<[string, State, readonly string[], readonly string[]]>([
  ["--tag-prefix", consenting, ["--tag-prefix", "acme/"], ["access-missing", "decrypt-missing"]],
  ["--tag-prefix, where consent is missing", silent, ["--tag-prefix", "acme/"], ["secret-no-consent"]],
  [
    "all together",
    consenting,
    [
      ...["--tag-prefix", "acme/", "--policy-name", "acme", "--search-region", "eu-west-1"],
      ...["--profile", "ci", "--bind-grants", "strict", "--shared-roles", "refuse"],
    ],
    ["access-missing", "decrypt-missing"],
  ],
])("%s: each remedy, pasted as printed, closes its finding", async (_, state, options, rules) => {
  expect(await expectRemediesToHold("web", state, options)).toEqual(expect.arrayContaining([...rules]));
});
