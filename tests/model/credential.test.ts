import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArn } from "../../packages/core/src/model/arn.ts";
import { maskCredential, readCredential } from "../../packages/core/src/model/credential.ts";
import { withoutLogins } from "../../packages/core/src/model/login-form.ts";
import { parseSecretReference } from "../../packages/core/src/model/secret.ts";

/** In brackets the cases from the field that a row comes from. */
const account = "111122223333";
const at = { account, region: "eu-central-1", partition: "aws" };
const start = `arn:aws:secretsmanager:eu-central-1:${account}:secret:`;
const arn = `${start}registry/hub-AbCdEf`;
const read = (text: string) => readCredential(text, at);

test.each([
  ["registry/hub", "a name [c05, c19]"],
  ["/prod/docker", "a name that a parameter could have, too"],
  ["alias/docker", "a name that a key could have, too [k08]"],
  ["rds!cluster", "the name of a secret that a service manages"],
  [arn, "a full ARN [c02]"],
  [`${start}registry/hub`, "an ARN without suffix [k02]"],
  ["arn:aws:secretsmanager:eu-central-1:444455556666:secret:docker-AbCdEf", "another account's [k09]"],
  [arn.replace("eu-central-1", "us-east-1"), "another Region's [k10]"],
])("%s is a reference, and shown as it is: %s", (text) => {
  expect(read(text)).toMatchObject({ kind: "reference", text, reference: parseSecretReference(text) });
});

/** [written, what is said of it, the reference that was likely meant] */
const malformed: readonly (readonly [text: string, form: string, says: RegExp, likely?: string])[] = [
  // [k03]
  [
    `${arn}:username::`,
    "variable-suffix",
    /JSON key username.*drop the suffix of the environment-variable form/,
    arn,
  ],
  // [k04]
  [
    `${arn}:password:AWSCURRENT:`,
    "variable-suffix",
    /JSON key password and the version stage AWSCURRENT/,
    arn,
  ],
  [`${arn}::AWSPREVIOUS:`, "variable-suffix", /version stage AWSPREVIOUS/, arn],
  [`${arn}:::9d4cb84b-ad69-40c0-a0ab-cead36b967e8`, "variable-suffix", /version id 9d4cb84b/, arn],
  [`${arn}:`, "variable-suffix", /colons behind it/, arn],
  [`${arn}#username`, "variable-suffix", /JSON key username/, arn],
  ["registry/hub:username::", "variable-suffix", /a name with the JSON key username/, "registry/hub"],
  ["dockerhub:password", "variable-suffix", /JSON key password/, "dockerhub"],
  ["registry/hub#password", "variable-suffix", /JSON key password/, "registry/hub"],
  ["TestSecret:MY_SECRET_VAR", "variable-suffix", /MY_SECRET_VAR/, "TestSecret"],
  [
    `arn:aws:ssm:eu-central-1:${account}:parameter/docker/pass`,
    "ssm-parameter",
    /the ARN of an SSM parameter/,
  ],
  [
    `arn:aws:ssm:eu-central-1:${account}:parameter/aws/reference/secretsmanager/registry/hub`,
    "ssm-parameter",
    /SSM parameter/,
    "registry/hub",
  ],
  ["ssm:/docker/pass", "ssm-parameter", /an SSM parameter.*Secrets Manager alone/],
  ["{{resolve:ssm:/docker/pass:1}}", "placeholder", /not filled in/],
  // [k13]
  [
    "{{resolve:secretsmanager:reg/x:SecretString:username}}",
    "placeholder",
    /dynamic reference of CloudFormation: a placeholder that was not filled in/,
    "reg/x",
  ],
  [`{{resolve:secretsmanager:${arn}:SecretString:username}}`, "placeholder", /not filled in/, arn],
  [`\${DockerSecret}`, "placeholder", /not filled in/],
  [`\${Token[TOKEN.123]}`, "placeholder", /not filled in/],
  ["{{ .Values.secretArn }}", "placeholder", /not filled in/],
  ["<your secret's name>", "placeholder", /not filled in/],
  ["<secret-arn>", "placeholder", /not filled in/],
  ["%SECRET_ARN%", "placeholder", /not filled in/],
  ["$SECRET_ARN", "placeholder", /not filled in/],
  ["!Ref DockerSecret", "placeholder", /not filled in/],
  ['{"Ref":"DockerSecret"}', "placeholder", /not filled in/],
  ['{"Fn::GetAtt":["DockerSecret","Arn"]}', "placeholder", /not filled in/],
  [
    `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:registry/hub`,
    "placeholder",
    /not filled in/,
    `${start}registry/hub`,
  ],
  // [k18]
  [
    "https://eu-central-1.console.aws.amazon.com/secretsmanager/secret?name=reg/x",
    "console-address",
    /console page.*give the ARN, not the console address/,
    "reg/x",
  ],
  [
    "https://console.aws.amazon.com/secretsmanager/home?region=us-east-1#!/secret?name=reg%2Fx",
    "console-address",
    /console page/,
    `arn:aws:secretsmanager:us-east-1:${account}:secret:reg/x`,
  ],
  ["https://eu-central-1.console.aws.amazon.com/kms/home", "console-address", /console page/],
  ["https://vault.example.com/ui", "web-address", /web address/],
  ["op://team/docker/password", "other-store", /another store/],
  ["vault:secret/data/docker#password", "other-store", /another store/],
  [" registry/hub", "spaces", /space before or behind it/, "registry/hub"],
  ["registry/hub ", "spaces", /space before or behind it/, "registry/hub"],
  [`${arn}\n`, "spaces", /line break before or behind it/, arn],
  ["\u200bregistry/hub", "spaces", /space before or behind it/, "registry/hub"],
  ["docker hub", "spaces", /space inside/],
  [`${start} registry/hub-AbCdEf`, "spaces", /space inside/, arn],
  ['"registry/hub"', "quotes", /quotes/, "registry/hub"],
  [`'${arn}'`, "quotes", /quotes/, arn],
  [`"${arn}:username::"`, "variable-suffix", /JSON key username/, arn],
  // [k17]
  [arn.replace("aws", "aws-cn"), "partition", /partition aws-cn.*project is in aws.*wrong partition/, arn],
  [
    `arn:aws:secretsmanager:cn-north-1:${account}:secret:hub-AbCdEf`,
    "partition",
    /Region cn-north-1, which is in aws-cn/,
  ],
  [`arn:aws-iso:secretsmanager:us-iso-east-1:${account}:secret:hub`, "partition", /aws-iso/],
  // [k12]
  [`${start}registry/hub-??????`, "wildcard", /give the full ARN/, `${start}registry/hub`],
  [`${start}registry/hub-*`, "wildcard", /pattern of ARNs/, `${start}registry/hub`],
  [`${start}*`, "wildcard", /pattern of ARNs/],
  ["registry/hub*", "wildcard", /pattern of names/, "registry/hub"],
  ["arn:aws:secretsmanager:::secret:hub", "broken-arn", /missing or wrong/, `${start}hub`],
  [
    `arn:aws:secretsmanager:eu-central-1:1111-2222-3333:secret:hub`,
    "broken-arn",
    /missing or wrong/,
    `${start}hub`,
  ],
  [`${start.replace("secret:", "")}hub-AbCdEf`, "broken-arn", /missing or wrong/, `${start}hub-AbCdEf`],
  [
    `${start.replace("secret:", "secret/")}hub-AbCdEf`,
    "broken-arn",
    /missing or wrong/,
    `${start}hub-AbCdEf`,
  ],
  [arn.replace("arn", "ARN"), "broken-arn", /missing or wrong/, arn],
  [start, "broken-arn", /ends before the secret's name/],
  ["arn:", "broken-arn", /beginning of an ARN/],
  [
    `arn:aws:kms:eu-central-1:${account}:alias/docker`,
    "other-arn",
    /a KMS key or alias, and not of a secret/,
  ],
  [`arn:aws:iam::${account}:role/web`, "other-arn", /something in IAM/],
  ["secretsmanager:registry/hub", "prefix", /secretsmanager: before it/, "registry/hub"],
  ["ghcr.io/acme/app:1", "image", /image or of a registry/],
  ["registry.example.com:5000", "image", /image or of a registry/],
  [`{"ARN":"${arn}"}`, "json", /JSON/, arn],
  ["", "empty", /empty/],
  [" ", "empty", /empty/],
  ["n".repeat(520), "name-too-long", /520 characters.*at most 512/],
  ["dockerhüb", "characters", /"ü", which no name of a secret has/],
];

describe("no secret is found by", () => {
  for (const [text, form, says, likely] of malformed) {
    test(`${JSON.stringify(text)}: ${form}`, () => {
      const credential = read(text);
      expect(credential).toMatchObject({ kind: "malformed", form, likely });
      if (credential.kind !== "malformed") throw new Error("unreachable");
      expect(`${credential.what}; ${credential.wanted}`).toMatch(says);
    });
  }
});

test.each([
  ["/prod/docker", "ssm-parameter", undefined],
  ["alias/docker", "key", undefined],
  ["1234abcd-12ab-34cd-56ef-1234567890ab", "key", undefined],
  ["registry/hub-AbCdEf", "arn-end", "registry/hub"],
  ["REPLACE_ME", "placeholder", undefined],
  ["your-secret-name", "placeholder", undefined],
  ["DOCKER_SECRET_ARN", "placeholder", undefined],
  ["undefined", "placeholder", undefined],
  ["aws_secretsmanager_secret.hub.arn", "placeholder", undefined],
  ["projects/acme/secrets/docker/versions/latest", "other-store", undefined],
])("%s may be a secret's name; if none has it, it was likely something else: %s", (text, form, likely) => {
  expect(read(text)).toMatchObject({ kind: "reference", ifMissing: { form, likely } });
});

test.each(["registry/hub", "dockerhub", "registry/HUB", arn])("%s looks like nothing else", (text) => {
  expect(read(text)).toMatchObject({ kind: "reference", ifMissing: undefined });
});

const password = "hunter2secret";
const mixed = "a1B2c3D4e5F6".repeat(4);
const base64 = (text: string) => Buffer.from(text).toString("base64");

const logins: readonly (readonly [text: string, form: string])[] = [
  // [k14]
  [`{"username":"me","password":"${password}"}`, "json"],
  [`  {"Password" : "${password}"}\n`, "json"],
  [`{'username': 'me', 'password': '${password}'}`, "json"],
  [`"{\\"username\\":\\"me\\",\\"password\\":\\"${password}\\"}"`, "json"],
  [`[{"username":"me","password":"${password}"}]`, "json"],
  [`{"accessToken":"${password}"}`, "json"],
  [`{"SecretString":"${password}"}`, "json"],
  [`{"username":"me","password":"${password}"`, "json"],
  [`{"auths":{"ghcr.io":{"auth":"${base64(`me:${password}`)}"}}}`, "docker-config"],
  [base64(`me:${password}`), "docker-auth"],
  [base64(`{"username":"me","password":"${password}"}`), "token"],
  [`me:${password}`, "user-password"],
  [`"me:${password}"`, "user-password"],
  [`me : ${password}`, "user-password"],
  [`me@example.com:${password}`, "user-password"],
  [`acme+robot:${password}`, "user-password"],
  [`_json_key:{"type":"${password}"}`, "user-password"],
  [`username=me,password=${password}`, "pairs"],
  [`DOCKER_PASSWORD=${password}`, "pairs"],
  [`username: me\npassword: ${password}`, "pairs"],
  [`https://me:${password}@ghcr.io/acme/app`, "address"],
  [`docker login -u me -p ${password} ghcr.io`, "command"],
  [`echo ${password} | docker login -u me --password-stdin`, "command"],
  ["dckr_pat_abcdefghijklmnopqrstuvwxyz1", "token"],
  [`ghp_${mixed.slice(0, 36)}`, "token"],
  [`github_pat_${mixed}`, "token"],
  ["glpat-abcdefghijklmnopqrst", "token"],
  [`AKCp${mixed}`, "token"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "token"],
  ["AKIAIOSFODNN7EXAMPLE", "token"],
  [mixed, "token"],
  ["-----BEGIN PRIVATE KEY-----\nMIIE", "token"],
];

test.each(logins)("%j is a login, and never shown: %s", (text, form) => {
  const credential = read(text);
  expect(credential).toMatchObject({ kind: "login", form });
  expect(credential.text).toMatch(/^\([a-zA-Z64,' ]+, not shown\)$/);
  expect(JSON.stringify(credential)).not.toContain(password);
});

/** Not surely a login, and not surely none: named by its form, and not shown. */
test.each([
  `me ${password}`,
  `tenancy/me:${password}!$`,
  `{"x":"${password}"}`,
  `(${password}, not shown)`,
  `https://example.com/hooks/${password}`,
  `https://example.com?x=${password}`,
  `${password}§`,
  `{{${password}`,
  `{"ARN":"${arn}","Description":"${password}"}`,
])("%j is malformed, and its unknown part not shown", (text) => {
  const credential = read(text);
  expect(credential.kind).toBe("malformed");
  expect(JSON.stringify(credential)).not.toContain(password);
});

test.each([
  [
    `Secret {"username":"me","password":"${password}"} was not found`,
    "Secret (a login as JSON, not shown) was not found",
  ],
  ["Can't find dckr_pat_abcdefghijklmnopqrstuvwxyz1.", "Can't find (an access token or key, not shown)"],
  [`of https://me:${password}@ghcr.io/acme`, "of (a web address with a login, not shown)"],
  [
    "pull access denied for acme/web, repository does not exist",
    "pull access denied for acme/web, repository does not exist",
  ],
  [`AccessDenied: ${arn} in {"Effect":"Deny"}`, `AccessDenied: ${arn} in {"Effect":"Deny"}`],
])("AWS's words are told without a login in them: %s", (words, told) => {
  expect(withoutLogins(words)).toBe(told);
});

test("a password in any of the forms of a login is never shown", () => {
  const part = fc.stringMatching(/^[A-Za-z0-9!$%^*()_+.,;-]{6,24}$/);
  const user = fc.stringMatching(/^[a-z][a-z0-9]{1,12}$/);
  const written = fc.oneof(
    fc.constant((me: string, pw: string) => JSON.stringify({ username: me, password: pw })),
    fc.constant((me: string, pw: string) =>
      JSON.stringify({ auths: { "ghcr.io": { username: me, password: pw } } }),
    ),
    fc.constant((me: string, pw: string) => `https://${me}:${pw}@ghcr.io`),
    fc.constant((me: string, pw: string) => `docker login --username ${me} --password ${pw}`),
    fc.constant((me: string, pw: string) => `USERNAME=${me}\nPASSWORD=${pw}`),
    fc.constant((me: string, pw: string) => `${me}:x${pw}9`),
  );
  fc.assert(
    fc.property(written, user, part, (write, me, pw) => {
      fc.pre(!/^(?:arn|aws|ssm|secret|vault|op|env|file|kms|asm|fn|name|ref|var|param|sops)$/.test(me));
      const credential = read(write(me, pw));
      expect(credential.kind).toBe("login");
      expect(JSON.stringify(credential)).not.toContain(pw);
    }),
  );
});

const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(...malformed.map(([text]) => text), ...logins.map(([text]) => text)),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "arn:",
          "aws",
          ":",
          "secretsmanager",
          "secret:",
          "registry/hub",
          "-AbCdEf",
          "*",
          " ",
          '"',
        ),
        fc.constantFrom(
          "${",
          "}",
          "{{",
          "}}",
          "<",
          ">",
          "password",
          "=",
          "me",
          "@",
          "https://",
          "\n",
          "{",
          "#",
        ),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

test("what is shown is read as what was written, and shown again as it is", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { text: shown, ...first } = read(text);
      expect(maskCredential(shown)).toBe(shown);
      const { text: again, ...second } = read(shown);
      expect(again).toBe(shown);
      expect(second).toEqual(first);
    }),
  );
});

test("what was likely meant is a reference, in the project's partition", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const credential = read(text);
      const misuse = credential.kind === "reference" ? credential.ifMissing : credential;
      const likely = misuse !== undefined && "likely" in misuse ? misuse.likely : undefined;
      if (likely === undefined) return;
      expect(read(likely).kind).toBe("reference");
      if (likely.startsWith("arn:")) expect(parseArn(likely)?.partition).toBe("aws");
    }),
  );
});

test("no secret's name that is made of words is taken for a login", () => {
  const word = fc.constantFrom(
    ..."docker hub registry ghcr quay prod dev eu central 1 2 api token password secret credentials Docker Hub pat 2026".split(
      " ",
    ),
  );
  const name = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 6 }), fc.constantFrom("-", "_", "/", ".", ""))
    .map(([words, separator]) => words.join(separator));
  fc.assert(
    fc.property(name, fc.constantFrom("", start), (text, before) => {
      expect(read(before + text)).toMatchObject({ kind: "reference", text: before + text });
    }),
  );
});
