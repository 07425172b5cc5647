import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestSecrets } from "../../packages/core/src/model/nearest.ts";

const names = ["registry/hub", "registry/ghcr", "team/quay", "dockerhub-login", "prod/database"];
const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}`;

test.each([
  ["REGISTRY/HUB", ["registry/hub"], "in another case [k16]"],
  ["registry-hub", ["registry/hub"], "with another separator"],
  ["registry hub", ["registry/hub"], "with a space"],
  ["regsitry/hub", ["registry/hub"], "with two letters exchanged"],
  ["hub", ["registry/hub"], "without its path"],
  ["other/quay", ["team/quay"], "under another path"],
  ["dockerhublogin1", ["dockerhub-login"], "with a letter more"],
  ["registry/hub-AbCdEf", ["registry/hub"], "with the random suffix of its ARN"],
  [arn("registry/hub-AbCdEf"), ["registry/hub"], "by an ARN with a suffix"],
  [arn("registry/hbu"), ["registry/hub"], "by an ARN without a suffix"],
  ["registry/npm", [], "not at all"],
  ["x", [], "not at all"],
  ["", [], "not at all"],
])("%j means %j: written %s", (text, nearest) => {
  expect(nearestSecrets(text, names)).toEqual(nearest);
});

test("the likeliest comes first, and there are three at most", () => {
  const many = ["team/hub", "hub-1", "Hub", "hub", "h_u_b", "hubb"];
  expect(nearestSecrets("hub", many)).toEqual(["hub", "Hub", "h_u_b"]);
});

test("what is named is one of the names, once, and a name that is there is first", () => {
  const name = fc.stringMatching(/^[a-zA-Z/_-]{1,12}$/);
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 12 }), (text, there) => {
      const nearest = nearestSecrets(text, there);
      expect(new Set(nearest).size).toBe(nearest.length);
      for (const each of nearest) expect(there).toContain(each);
      if (there.includes(text)) expect(nearest[0]).toBe(text);
    }),
  );
});
