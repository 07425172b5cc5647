/** `connect` asks the registry before it writes anything. */
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { describe, expect, test } from "vitest";
import { goodLogin, type RegistryOptions, registryHost, testRegistry } from "../registry/support/registry.ts";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

const wrong = "canary-wrong-pa55";

/** A command of one who has a project, and no secret yet unless `stored` is its value. */
async function connected(
  given: { readonly password?: string; readonly stored?: string; readonly image?: string },
  more: readonly string[] = [],
  options: RegistryOptions = {},
) {
  const { password, stored, image = "acme/web:1" } = given;
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  if (stored !== undefined)
    await account.secrets.send(new CreateSecretCommand({ Name: "mine", SecretString: stored }));
  const { port, network, gotLogin } = await testRegistry(options);
  const written = account.sandbox.calls.length;
  const login = password === undefined ? [] : ["--username", goodLogin.username, "--password-stdin"];
  const args = [
    "connect",
    "web",
    "--image",
    `${registryHost}:${port}/${image}`,
    "--secret",
    "mine",
    ...login,
  ];
  const ran = await pullpass(account.sandbox, [...args, ...more], {
    input: password ?? "",
    internet: network,
  });
  const writes = account.sandbox.calls
    .slice(written)
    .map(({ operation }) => operation)
    .filter((operation) => !/^(?:Get|List|Describe|BatchGet|Query|Decrypt)/.test(operation));
  return { ...ran, writes, gotLogin };
}

test("a login that the registry takes is stored", async () => {
  const { out, code, writes } = await connected({ password: goodLogin.password });
  expect(code).toBe(0);
  expect(out).toContain(`✔ login    ${registryHost} accepts it, and shows it the image`);
  expect(writes).toContain("CreateSecret");
});

describe("nothing is written, and the password is not told,", () => {
  test.each([
    ["for a login that the registry rejects", { password: wrong }, "does not accept this login"],
    [
      "for a secret whose login the registry rejects",
      { stored: JSON.stringify({ username: "ci", password: wrong }) },
      "does not accept the login of the secret mine",
    ],
    ["for a secret that holds no login", { stored: `ci:${wrong}` }, "is no login"],
    [
      "for an image that the login is not shown",
      { password: goodLogin.password, image: "acme/web:2" },
      "accepts this login, and shows it no such image",
    ],
  ] as const)("%s", async (_, given, says) => {
    const { out, err, code, writes } = await connected(given);
    expect(code).toBe(3);
    expect(err).toContain(says);
    expect(err).toContain("--no-check");
    expect(writes).toEqual([]);
    expect(out + err).not.toContain(wrong);
    expect(out + err).not.toContain(goodLogin.password);
  });

  test("for an image that is not built for the project's environment", async () => {
    const { err, writes } = await connected({ password: goodLogin.password }, [], { image: "single" });
    expect(err).toContain("is not built for LINUX_CONTAINER");
    expect(writes).toEqual([]);
  });
});

test("--no-check asks nobody", async () => {
  const { out, code, gotLogin } = await connected({ password: wrong }, ["--no-check"]);
  expect({ code, gotLogin }).toEqual({ code: 0, gotLogin: [] });
  expect(out).not.toContain("login ");
});

test("a registry that says too much was asked stops nothing, and is told", async () => {
  const { out, code } = await connected({ password: goodLogin.password }, [], {
    before({ method }, response) {
      if (method === "HEAD") response.writeHead(429, { "retry-after": "60" }).end();
      return method === "HEAD";
    },
  });
  expect(code).toBe(0);
  expect(out).toContain("? login    not checked at");
});
