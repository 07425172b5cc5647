import { expect, test } from "vitest";
import {
  account,
  allow,
  ask,
  deny,
  elsewhere,
  type Question,
  role,
  roleArn,
  root,
  sessionArn,
  told,
  user,
  userArn,
} from "./support/ask.ts";

const other = { kind: "role", arn: `${roleArn}2`, sessionArn: `${sessionArn}2`, account } as const;
const theRoot = { kind: "root", arn: root(), account } as const;
const codebuild = { kind: "service", service: "codebuild.amazonaws.com" } as const;

/**
 * Whom a policy on a resource gives something to by itself, to whom only what their own policies give as well, and whom
 * it does not speak of. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const rows: readonly (readonly [unknown, Record<"role" | "user" | "root" | "service", string>])[] = [
  ["*", { role: "gives", user: "gives", root: "gives", service: "gives" }],
  [{ AWS: "*" }, { role: "gives", user: "gives", root: "gives", service: "gives" }],
  [{ AWS: roleArn }, { role: "gives", user: "-", root: "-", service: "-" }],
  [{ AWS: [userArn, roleArn] }, { role: "gives", user: "gives", root: "-", service: "-" }],
  [{ AWS: sessionArn }, { role: "gives", user: "-", root: "-", service: "-" }],
  [{ AWS: `${sessionArn}2` }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ AWS: userArn }, { role: "-", user: "gives", root: "-", service: "-" }],
  [{ AWS: account }, { role: "delegates", user: "delegates", root: "gives", service: "-" }],
  [{ AWS: root() }, { role: "delegates", user: "delegates", root: "gives", service: "-" }],
  [{ AWS: root(elsewhere) }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ AWS: `arn:aws:iam::${account}:role/*` }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ AWS: roleArn.replace("build/", "") }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ AWS: roleArn.toUpperCase() }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ Service: codebuild.service }, { role: "-", user: "-", root: "-", service: "gives" }],
  [
    { Service: ["s3.amazonaws.com", codebuild.service] },
    { role: "-", user: "-", root: "-", service: "gives" },
  ],
  [{ Service: "ec2.amazonaws.com" }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ Service: "*" }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ Federated: "*" }, { role: "-", user: "-", root: "-", service: "-" }],
  [{ CanonicalUser: "*" }, { role: "-", user: "-", root: "-", service: "-" }],
  [
    { AWS: userArn, Service: codebuild.service },
    { role: "-", user: "gives", root: "-", service: "gives" },
  ],
];

test.each(rows)("a resource policy for %j", (Principal, expected) => {
  const principals = { role, user, root: theRoot, service: codebuild };
  const effect = (principal: NonNullable<Question["principal"]>) => {
    const onResource = [allow({ Principal })];
    // A key's policy, without which even the root of the account may nothing.
    if (ask({ principal, onResource, isKey: true }).kind === "allowed") return "gives";
    const abroad = ask({ principal, identity: [allow()], onResource, owner: elsewhere });
    return abroad.kind === "allowed" ? "delegates" : "-";
  };
  expect({
    role: effect(principals.role),
    user: effect(principals.user),
    root: effect(principals.root),
    service: effect(principals.service),
  }).toEqual(expected);
});

test.each(rows)("a denial for %j reaches whomever it names, and all of an account", (Principal, expected) => {
  const isReached = (principal: NonNullable<Question["principal"]>) => {
    const onResource = [allow({ Principal: "*" }), deny({ Principal })];
    return ask({ principal, identity: [allow()], onResource }).kind === "denied";
  };
  expect(isReached(role)).toBe(expected.role !== "-");
  expect(isReached(user)).toBe(expected.user !== "-");
  expect(isReached(theRoot)).toBe(expected.root !== "-");
  expect(isReached(codebuild)).toBe(expected.service !== "-");
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
test.each([
  ["the account, the role and the session", [root(), roleArn, sessionArn], "allowed"],
  ["the account by its number", [account, roleArn, sessionArn], "allowed"],
  ["the account and the role", [root(), roleArn], "denied by on the resource[0]"],
  ["the role and the session", [roleArn, sessionArn], "denied by on the resource[0]"],
  ["the account", [root()], "denied by on the resource[0]"],
  ["others", [root(elsewhere), userArn], "denied by on the resource[0]"],
  ["everyone", ["*"], "allowed"],
])("a denial that spares %s: %s", (_, AWS, is) => {
  const onResource = [deny({ NotPrincipal: { AWS } })];
  expect(told(ask({ identity: [allow()], onResource }))).toBe(is);
});

test("a denial spares a user that it names with its account, and it may be that it spares a session that nobody knows", () => {
  const kind = (principal: Question["principal"], AWS: readonly string[]) =>
    ask({
      ...(principal && { principal }),
      identity: [allow()],
      onResource: [deny({ NotPrincipal: { AWS } })],
    }).kind;
  const unknownSession = { kind: "role", arn: roleArn, account } as const;
  expect(kind(user, [root(), userArn])).toBe("allowed");
  expect(kind(user, [userArn])).toBe("denied");
  expect(kind(theRoot, [root()])).toBe("allowed");
  expect(kind(other, [root(), roleArn, sessionArn])).toBe("denied");
  expect(kind(unknownSession, [root(), roleArn, sessionArn])).toBe("unknown");
  expect(kind(unknownSession, [root(), roleArn])).toBe("denied");
});

test("a denial that spares services spares no one else", () => {
  const onResource = [allow({ Principal: "*" }), deny({ NotPrincipal: { Service: codebuild.service } })];
  expect(ask({ principal: codebuild, onResource }).kind).toBe("allowed");
  expect(told(ask({ onResource }))).toBe("denied by on the resource[1]");
});

/**
 * "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary policy
 * attached, regardless of the values specified in the NotPrincipal element."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
test.each([
  ["a role", role, [root(), roleArn, sessionArn]],
  ["a user", user, [root(), userArn]],
] as const)("a denial spares no one who has a boundary: %s", (_, principal, AWS) => {
  const onResource = [deny({ NotPrincipal: { AWS } })];
  const question = { principal, identity: [allow()], onResource };
  expect(told(ask(question))).toBe("allowed");
  expect(told(ask({ ...question, boundary: [allow()] }))).toBe("denied by on the resource[0]");
  expect(told(ask({ ...question, unread: ["boundary"] }))).toBe("unknown for lack of boundary");
});

test("services have no boundary", () => {
  const NotPrincipal = { Service: codebuild.service };
  const onResource = [allow({ Principal: "*" }), deny({ NotPrincipal })];
  expect(told(ask({ principal: codebuild, onResource, boundary: [] }))).toBe("allowed");
});
