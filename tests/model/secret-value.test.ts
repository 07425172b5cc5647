import fc from "fast-check";
import { expect, test } from "vitest";
import { readSecretValue } from "../../packages/core/src/model/secret-value.ts";

test.each([
  ['{"username":"me","password":"pw"}'],
  [' {"username":"me","password":"pw","email":"a@b.c","registry":"ghcr.io"}\n'],
])("%s is a login", (value) => {
  expect(readSecretValue(value)).toEqual({ kind: "login", username: "me", password: "pw" });
});

test.each([
  ["", "empty"],
  ["  \n", "empty"],
  ["me:pw", "plain text, as user:password"],
  ["hunter2", "plain text"],
  ["{username: me, password: pw}", "text in braces that is not JSON: its quotes or commas are wrong"],
  ["{'username':'me','password':'pw'}", "text in braces that is not JSON: its quotes or commas are wrong"],
  ['\uFEFF{"username":"me","password":"pw"}', "text with a byte order mark before it"],
  ['[{"username":"me","password":"pw"}]', "a list"],
  ['"{\\"username\\":\\"me\\"}"', "JSON within a JSON string"],
  ["42", "JSON that is no object"],
  ["null", "JSON that is no object"],
  ["{}", "JSON without username and password"],
  ['{"username":"me"}', "JSON without password"],
  ['{"auths":{"ghcr.io":{"auth":"bWU6cHc="}}}', "a Docker configuration (auths)"],
  ['{"user":"me","pass":"pw"}', "a login with the names user and pass"],
  [
    '{"username":"me","accessToken":"pw"}',
    "a login with accessToken instead of password, which is for pull through caches of Amazon ECR",
  ],
  ['{"username":"me","password":12345}', "JSON whose password is not a string"],
  ['{"username":"","password":""}', "JSON whose username is empty, and whose password is empty"],
  [
    '{"username":null,"password":{"a":1}}',
    "JSON whose username is not a string, and whose password is not a string",
  ],
])("%s is no login: it is %s", (value, form) => {
  expect(readSecretValue(value)).toEqual({ kind: "malformed", form, certain: true });
});

test("names in another case may do: nobody knows whether CodeBuild minds", () => {
  expect(readSecretValue('{"Username":"me","Password":"pw"}')).toMatchObject({
    kind: "malformed",
    certain: false,
  });
});

test("bytes are no login", () => {
  expect(readSecretValue(new Uint8Array([1, 2]))).toMatchObject({ kind: "malformed", certain: true });
});

/** Any word long enough to be told from the words that say what is wrong. */
const canary = fc.string({ minLength: 1 }).map((text) => `canary-${text}-canary`);

test("nothing of a value is in what is said of it, names of members included", () => {
  const values = fc.oneof(
    canary,
    fc.dictionary(canary, canary).map((members) => JSON.stringify(members)),
    fc.tuple(canary, canary).map(([username, password]) => JSON.stringify([username, password])),
    canary.map((word) => JSON.stringify({ [word]: 1, username: word })),
    canary.map((word) => JSON.stringify({ username: word, accessToken: word })),
    canary.map((word) => JSON.stringify({ Username: word, Password: word })),
    canary.map((word) => `{${word}`),
  );
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.stringify(readSecretValue(value))).not.toContain("canary");
    }),
  );
});
