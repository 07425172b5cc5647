/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables */
import type { KeyGrant, UnknownContext } from "@pullpass/access";
import { expect, test } from "vitest";
import {
  account,
  allow,
  anything,
  ask,
  deny,
  elsewhere,
  keyArn,
  type Question,
  role,
  roleArn,
  root,
  secretArn,
  sessionArn,
  told,
} from "./support/ask.ts";

const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const endpoint = (operator: string, value: unknown) => when(operator, "aws:SourceVpce", value);
const has = (...keys: readonly string[]): UnknownContext => ({
  absent: [],
  present: Object.fromEntries(keys.map((key) => [key, { startsWith: "" }])),
});
const lacks = (...absent: readonly string[]): UnknownContext => ({ absent, present: {} });

interface Row {
  readonly what: string;
  readonly identity: readonly unknown[];
  readonly question?: Question;
  readonly is: string;
}

/** One key, or several, of which nobody knows the value. */
const rows: readonly Row[] = [
  {
    what: "allowed through one endpoint",
    identity: [allow(endpoint("StringEquals", "vpce-1"))],
    is: "unknown for lack of aws:SourceVpce",
  },
  {
    what: "allowed through one endpoint, and everywhere",
    identity: [allow(endpoint("StringEquals", "vpce-1")), allow()],
    is: "allowed",
  },
  {
    what: "denied outside one endpoint",
    identity: [allow(), deny(endpoint("StringNotEquals", "vpce-1"))],
    is: "unknown for lack of aws:SourceVpce",
  },
  {
    what: "allowed through an endpoint through which it is denied",
    identity: [allow(endpoint("StringEquals", "vpce-1")), deny(endpoint("StringLike", "vpce-*"))],
    is: "denied for lack of identity, resource",
  },
  {
    what: "allowed through one endpoint, and outside it",
    identity: [allow(endpoint("StringEquals", "vpce-1")), allow(endpoint("StringNotEquals", "vpce-1"))],
    is: "allowed",
  },
  {
    what: "allowed through one endpoint, and through others",
    identity: [allow(endpoint("StringEquals", "vpce-1")), allow(endpoint("StringLike", "vpce-?*"))],
    is: "unknown for lack of aws:SourceVpce",
  },
  {
    what: "denied through one endpoint, and outside it",
    identity: [
      allow(),
      deny(endpoint("StringEquals", "vpce-1")),
      deny(endpoint("StringNotEquals", "vpce-1")),
    ],
    is: "denied by own[1], own[2]",
  },
  {
    what: "denied for sure, and through one endpoint too",
    identity: [allow(), deny(), deny(endpoint("StringEquals", "vpce-1"))],
    is: "denied by own[1]",
  },
  {
    what: "a statement whose conditions no value meets",
    identity: [
      allow({
        Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" }, StringLike: { "AWS:sourcevpce": "x*" } },
      }),
    ],
    is: "denied for lack of identity, resource",
  },
  {
    what: "allowed with the key and without",
    identity: [allow(when("Null", "aws:SourceVpce", "true")), allow(when("Null", "aws:SourceVpce", "false"))],
    is: "allowed",
  },
  {
    what: "allowed for whatever value, if there is one",
    identity: [allow(endpoint("StringLikeIfExists", "*"))],
    is: "allowed",
  },
  {
    what: "allowed for whatever value, of a key that is there",
    identity: [allow(endpoint("StringLike", "*"))],
    question: { unknown: has("AWS:SourceVpce") },
    is: "allowed",
  },
  {
    what: "allowed for a value, of a key that is not there",
    identity: [allow(endpoint("StringLike", "*"))],
    question: { unknown: lacks("aws:sourceVPCE") },
    is: "denied for lack of identity, resource",
  },
  {
    what: "allowed by a tag of the request, which has none",
    identity: [allow(when("StringEquals", "aws:RequestTag/team", "web"))],
    question: { unknown: lacks("aws:RequestTag/") },
    is: "denied for lack of identity, resource",
  },
  {
    what: "allowed by a tag of the request, which lacks another",
    identity: [allow(when("StringEquals", "aws:RequestTag/team", "web"))],
    question: { unknown: lacks("aws:RequestTag/tea", "aws:RequestTag/team/") },
    is: "unknown for lack of aws:RequestTag/team",
  },
  {
    what: "a known key, whatever is said to be unknown",
    identity: [allow(endpoint("StringEquals", "vpce-1"))],
    question: { context: { "aws:sourcevpce": "vpce-1" }, unknown: has("aws:SourceVpce") },
    is: "allowed",
  },
  {
    what: "a value that cannot begin as it does",
    identity: [allow(when("StringLike", "aws:userid", "AROA2:*"))],
    question: { unknown: { absent: [], present: { "aws:userid": { startsWith: "AROA1:" } } } },
    is: "denied for lack of identity, resource",
  },
  {
    what: "a value that begins as it must",
    identity: [allow(when("StringLike", "aws:userid", "AROA?:*"))],
    question: { unknown: { absent: [], present: { "aws:userid": { startsWith: "AROA1:" } } } },
    is: "allowed",
  },
  {
    what: "a value that begins so, and may go on so",
    identity: [allow(when("StringLike", "aws:userid", "AROA1:AWSCodeBuild-*"))],
    question: { unknown: { absent: [], present: { "aws:userid": { startsWith: "AROA1:" } } } },
    is: "unknown for lack of aws:userid",
  },
  {
    what: "two keys, one of which does not matter",
    identity: [
      allow({
        Condition: {
          StringEquals: { "aws:SourceVpce": "vpce-1" },
          StringLikeIfExists: { "aws:SourceVpc": "*" },
        },
      }),
    ],
    is: "unknown for lack of aws:SourceVpce",
  },
  {
    what: "two keys that both matter",
    identity: [
      allow(),
      deny(endpoint("StringEquals", "vpce-1")),
      deny(when("Bool", "aws:ViaAWSService", "true")),
    ],
    is: "unknown for lack of aws:SourceVpce, aws:ViaAWSService",
  },
  {
    what: "true or false, of a key that AWS has those two for",
    identity: [
      allow(when("Bool", "aws:ViaAWSService", "true")),
      allow(when("Bool", "aws:ViaAWSService", "false")),
    ],
    question: { unknown: has("aws:ViaAWSService") },
    is: "allowed",
  },
  {
    what: "true or false, of a tag, which may be anything",
    identity: [
      allow(when("Bool", "aws:PrincipalTag/x", "true")),
      allow(when("Bool", "aws:PrincipalTag/x", "false")),
    ],
    question: { unknown: has("aws:PrincipalTag/x") },
    is: "unknown for lack of aws:PrincipalTag/x",
  },
  {
    what: "before a date, and from it on",
    identity: [
      allow(when("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z")),
      allow(when("DateGreaterThanEquals", "aws:CurrentTime", "2030-01-01T00:00:00Z")),
    ],
    question: { unknown: has("aws:CurrentTime") },
    is: "allowed",
  },
  {
    what: "before a date, and after it",
    identity: [
      allow(when("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z")),
      allow(when("DateGreaterThan", "aws:CurrentTime", "2030-01-01T00:00:00Z")),
    ],
    question: { unknown: has("aws:CurrentTime") },
    is: "unknown for lack of aws:CurrentTime",
  },
  {
    what: "addresses of a network that is denied as part of a greater one",
    identity: [
      allow(when("IpAddress", "aws:SourceIp", "10.1.0.0/16")),
      deny(when("IpAddress", "aws:SourceIp", "10.0.0.0/8")),
    ],
    is: "denied for lack of identity, resource",
  },
  {
    what: "addresses of a network, part of which is denied",
    identity: [
      allow(when("IpAddress", "aws:SourceIp", "10.0.0.0/8")),
      deny(when("IpAddress", "aws:SourceIp", "10.1.0.0/16")),
    ],
    is: "unknown for lack of aws:SourceIp",
  },
  {
    what: "every address in the two halves of all there are",
    identity: [allow(when("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1", "::/0"]))],
    question: { unknown: has("aws:SourceIp") },
    is: "allowed",
  },
  {
    what: "a list of which each is allowed or one is denied",
    identity: [
      allow(when("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"])),
      deny(when("ForAnyValue:StringEquals", "aws:TagKeys", ["a", "b"])),
    ],
    question: { unknown: has("aws:TagKeys") },
    is: "denied for lack of identity, resource",
  },
  {
    what: "a list of which one is allowed and none is denied",
    identity: [
      allow(when("ForAnyValue:StringEquals", "aws:TagKeys", "a")),
      deny(when("ForAnyValue:StringEquals", "aws:TagKeys", "b")),
    ],
    is: "unknown for lack of aws:TagKeys",
  },
  {
    what: "a variable in a condition about a key that is known",
    identity: [allow(when("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/Team}"))],
    question: { context: { "aws:ResourceTag/team": "web" } },
    is: "unknown for lack of aws:PrincipalTag/Team",
  },
  {
    what: "a variable that has to be what is denied",
    identity: [
      allow(when("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}")),
      deny(when("StringEquals", "aws:PrincipalTag/team", "web")),
    ],
    question: { context: { "aws:ResourceTag/team": "web" } },
    is: "denied for lack of identity, resource",
  },
  {
    what: "a variable in the resource",
    identity: [allow({ Resource: secretArn.replace("hub", "${aws:PrincipalTag/team}") })],
    is: "unknown for lack of aws:PrincipalTag/team",
  },
  {
    what: "a variable in a resource that is another, whatever it stands for",
    identity: [
      allow({ Resource: secretArn.replace("hub", "${aws:PrincipalTag/team}").replace("a1b2c3", "zzzzzz") }),
    ],
    is: "denied for lack of identity, resource",
  },
  {
    what: "a variable in the resource, with the one value that is denied",
    identity: [
      allow({ Resource: secretArn.replace("hub", "${aws:PrincipalTag/team}") }),
      deny(when("StringEquals", "aws:PrincipalTag/team", "hub")),
    ],
    is: "denied for lack of identity, resource",
  },
  {
    what: "two keys that must be the same, and must not be",
    identity: [
      allow(when("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}")),
      deny(when("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}")),
    ],
    is: "denied for lack of identity, resource",
  },
  {
    what: "two keys that must be the same",
    identity: [allow(when("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}"))],
    is: "unknown for lack of aws:ResourceTag/team, aws:PrincipalTag/team",
  },
  {
    what: "a variable that is known and one that is not",
    identity: [
      allow(when("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/a}-${aws:PrincipalTag/b}")),
    ],
    question: { context: { "aws:ResourceTag/team": "x-y", "aws:PrincipalTag/a": "z" } },
    is: "denied for lack of identity, resource",
  },
  {
    what: "a boundary that allows through one endpoint, which the role's policies deny",
    identity: [allow(), deny(endpoint("StringEquals", "vpce-1"))],
    question: { boundary: [allow(endpoint("StringEquals", "vpce-1"))] },
    is: "denied for lack of boundary",
  },
  {
    what: "a boundary that allows where service control policies do not",
    identity: [allow()],
    question: {
      boundary: [allow(endpoint("StringEquals", "vpce-1"))],
      levels: [[allow(endpoint("StringNotEquals", "vpce-1"))]],
    },
    is: "denied for lack of boundary",
  },
  {
    what: "a layer that hangs on a key, and one that nobody could read",
    identity: [allow(endpoint("StringEquals", "vpce-1"))],
    question: { unread: ["serviceControl"] },
    is: "unknown for lack of aws:SourceVpce, serviceControl",
  },
  {
    what: "a key that matters only where an unread layer does not speak",
    identity: [allow(endpoint("StringEquals", "vpce-1"))],
    question: { unread: ["resource"] },
    is: "unknown for lack of aws:SourceVpce, resource",
  },
  {
    what: "another account's resource that admits through one endpoint",
    identity: [allow()],
    question: {
      owner: elsewhere,
      onResource: [allow({ Principal: { AWS: root() }, ...endpoint("StringEquals", "vpce-1") })],
    },
    is: "unknown for lack of aws:SourceVpce",
  },
];

test.each(rows)("$what: $is", ({ identity, question, is }) => {
  expect(told(ask({ unknown: anything, ...question, identity }))).toBe(is);
});

test("without a word about what is unknown, a key that the context lacks is absent", () => {
  expect(ask({ identity: [allow(), deny(endpoint("StringNotEquals", "vpce-1"))] }).kind).toBe("denied");
});

test("an answer that hangs on keys names them as the policy writes them, once, and the statements that test them", () => {
  const identity = [
    allow(),
    deny({ Sid: "Outside", ...endpoint("StringNotEquals", "vpce-1") }),
    deny(when("StringNotEquals", "AWS:SOURCEVPCE", "vpce-2")),
    deny(when("StringEquals", "aws:RequestedRegion", "eu-west-1")),
    allow(endpoint("StringEquals", "vpce-3")),
  ];
  expect(ask({ identity, unknown: lacks("aws:RequestedRegion"), boundary: [allow()] })).toEqual({
    kind: "denied",
    how: "explicit",
    by: [
      { layer: "identity", policy: "own", index: 1, sid: "Outside" },
      { layer: "identity", policy: "own", index: 2 },
    ],
  });
  expect(ask({ identity: identity.toSpliced(2, 1), unknown: lacks("aws:RequestedRegion") })).toEqual({
    kind: "unknown",
    hangsOn: [{ kind: "key", key: "aws:SourceVpce" }],
    by: [{ layer: "identity", policy: "own", index: 1, sid: "Outside" }],
  });
});

const anySession = { kind: "role", arn: roleArn, account } as const;

/** CodeBuild names the sessions of a role; which one it will be, nobody knows before. */
test.each<[string, readonly unknown[], string]>([
  ["admits one session", [allow({ Principal: { AWS: sessionArn } })], "unknown for lack of aws:userid"],
  ["admits the role and one session", [allow({ Principal: { AWS: [sessionArn, roleArn] } })], "allowed"],
  [
    "denies one session",
    [allow({ Principal: { AWS: roleArn } }), deny({ Principal: { AWS: sessionArn } })],
    "unknown for lack of aws:userid",
  ],
  [
    "admits one session, and denies it",
    [allow({ Principal: { AWS: sessionArn } }), deny({ Principal: { AWS: sessionArn } })],
    "denied for lack of identity, resource",
  ],
  [
    "spares one session",
    [allow({ Principal: "*" }), deny({ NotPrincipal: { AWS: [root(), roleArn, sessionArn] } })],
    "unknown for lack of aws:userid",
  ],
  [
    "spares one session and denies it",
    [
      allow({ Principal: "*" }),
      deny({ NotPrincipal: { AWS: [root(), roleArn, sessionArn] } }),
      deny({ Principal: { AWS: sessionArn } }),
    ],
    "denied by on the resource[1], on the resource[2]",
  ],
  [
    "spares the role",
    [allow({ Principal: "*" }), deny({ NotPrincipal: { AWS: [root(), roleArn] } })],
    "denied by on the resource[1]",
  ],
  [
    "admits a session of another role",
    [allow({ Principal: { AWS: sessionArn.replace("/web/", "/api/") } })],
    "denied for lack of identity, resource",
  ],
  [
    "admits one session, whose name a condition excludes",
    [
      allow({ Principal: { AWS: sessionArn } }),
      deny({ Principal: "*", ...when("StringLike", "aws:userid", "*:AWSCodeBuild-*") }),
    ],
    "denied for lack of identity, resource",
  ],
])("any session of a role, and a resource policy that %s: %s", (_, onResource, is) => {
  expect(told(ask({ principal: anySession, onResource, unknown: anything }))).toBe(is);
});

test("a session that is not known is not known, even where every key is", () => {
  const onResource = [allow({ Principal: { AWS: sessionArn } })];
  expect(told(ask({ principal: anySession, onResource }))).toBe("unknown for lack of aws:userid");
  expect(told(ask({ principal: role, onResource }))).toBe("allowed");
});

const granted = (over: Partial<KeyGrant>, question: Question = {}) =>
  ask({
    action: "kms:Decrypt",
    resource: keyArn,
    isKey: true,
    onResource: [],
    context: {
      "kms:EncryptionContext:SecretARN": secretArn,
      "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
    },
    unknown: anything,
    grants: [{ id: "g-1", granteePrincipal: roleArn, operations: ["Decrypt"], ...over }],
    ...question,
  });

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html */
test.each<[string, Partial<KeyGrant>, string]>([
  ["with constraints that nobody knows", { constraintsUnknown: true }, "unknown for lack of grant"],
  [
    "with constraints that nobody knows, and one that is not met",
    { constraintsUnknown: true, encryptionContextSubset: { SecretARN: "x" } },
    "denied for lack of key",
  ],
  [
    "with constraints that nobody knows, to another role",
    { constraintsUnknown: true, granteePrincipal: `${roleArn}2` },
    "denied for lack of key",
  ],
  [
    "with constraints that nobody knows, of another operation",
    { constraintsUnknown: true, operations: ["Encrypt"] },
    "denied for lack of key",
  ],
  [
    "for a value of the encryption context that is not known",
    { encryptionContextSubset: { SecretARN: secretArn, SecretVersionId: "1" } },
    "unknown for lack of kms:EncryptionContext:SecretVersionId",
  ],
  [
    "for just this encryption context, whose other value is not known",
    { encryptionContextEquals: { SecretARN: secretArn, SecretVersionId: "1" } },
    "unknown for lack of kms:EncryptionContext:SecretVersionId",
  ],
  [
    "for just a part of the encryption context",
    { encryptionContextEquals: { SecretARN: secretArn } },
    "denied for lack of key",
  ],
  [
    "to a service, which may stand for the role",
    { granteePrincipal: "rds.eu-central-1.amazonaws.com" },
    "unknown for lack of grant",
  ],
  [
    "to a service, for something else",
    {
      granteePrincipal: "rds.eu-central-1.amazonaws.com",
      encryptionContextSubset: { "aws:rds:db-id": "db-1" },
    },
    "denied for lack of key",
  ],
  ["to one session", { granteePrincipal: sessionArn }, "denied for lack of key"],
])("a grant %s: %s", (_, over, is) => {
  const { granteePrincipal } = over;
  const principal = granteePrincipal === sessionArn ? { ...role, sessionArn: `${sessionArn}2` } : role;
  expect(told(granted(over, { principal }))).toBe(is);
});

test("a grant to whom it does not say is a service's", () => {
  const grants = [{ id: "g-1", operations: ["Decrypt"] }];
  expect(told(granted({}, { grants }))).toBe("denied for lack of key");
  const principal = { kind: "service", service: "rds.amazonaws.com" } as const;
  expect(told(granted({}, { grants, principal }))).toBe("unknown for lack of grant");
});

test("a grant in doubt is named, and why", () => {
  expect(granted({ constraintsUnknown: true })).toEqual({
    kind: "unknown",
    hangsOn: [
      { kind: "layer", layer: "grant", reason: 'grant "g-1": it has constraints that are not known' },
    ],
    by: [{ layer: "grant", policy: "g-1", index: 0 }],
  });
});

/** Who asks is the service. https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html */
test.each<[string, object, string]>([
  ["the project", { ArnEquals: { "aws:SourceArn": "arn:aws:codebuild:*:*:project/web" } }, "allowed"],
  [
    "another project",
    { ArnEquals: { "aws:SourceArn": "arn:aws:codebuild:*:*:project/api" } },
    "denied for lack of resource",
  ],
  ["the account", { StringEquals: { "aws:SourceAccount": account } }, "allowed"],
  ["another account", { StringEquals: { "aws:SourceAccount": elsewhere } }, "denied for lack of resource"],
  ["an external ID", { StringEquals: { "sts:ExternalId": "x" } }, "unknown for lack of sts:ExternalId"],
])("a trust policy that trusts CodeBuild for %s: %s", (_, Condition, is) => {
  const service = "codebuild.amazonaws.com";
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", Condition };
  const decision = ask({
    principal: { kind: "service", service },
    action: "sts:AssumeRole",
    resource: roleArn,
    onResource: [trust],
    context: {
      "aws:SourceArn": `arn:aws:codebuild:eu-central-1:${account}:project/web`,
      "aws:SourceAccount": account,
    },
    unknown: anything,
  });
  expect(told(decision)).toBe(is);
});
