/** What people read on a narrow terminal. */
import { expect, test } from "vitest";
import { wrapText } from "../../packages/cli/src/render/wrap-text.ts";

const tree = `├─ \u001B[32m✔\u001B[39m project web: it pulls with its service role (imagePullCredentialsType)
│  └─ ✔ secret arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr: it exists
      next: Let pullpass repair it, for it is allowed to do so by the tags.
      pullpass apply web --region eu-central-1 --search-region us-east-1`;

test("lines are broken at spaces, under the tree, and commands stay whole to be copied", () => {
  expect(wrapText(tree, { width: 40 }).replaceAll("\u001B", "^")).toMatchInlineSnapshot(`
    "├─ ^[32m✔^[39m project web: it pulls with its
    │    service role
    │    (imagePullCredentialsType)
    │  └─ ✔ secret
    │       arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr:
    │       it exists
          next: Let pullpass repair it, for
            it is allowed to do so by the
            tags.
          pullpass apply web --region eu-central-1 --search-region us-east-1"
  `);
});

test("a policy's statement stays whole to be pasted, also where there are spaces in it", () => {
  const block = `          {"Effect":"Allow","Condition":{"StringEquals":{"aws:PrincipalTag/team":"web and shop"}}}`;
  expect(wrapText(block, { width: 40 })).toBe(block);
});

test("nothing is broken where a program reads", () => {
  expect(wrapText(tree, {})).toBe(tree);
});
