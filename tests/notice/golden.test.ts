/** One notice of each kind, as whoever gets the mail reads it: the files in golden/, to be looked at when they change. */
import { expect, test } from "vitest";
import { parseSecretArn } from "../../packages/core/src/model/arn.ts";
import type { Change } from "../../packages/core/src/model/change.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import { asffOf } from "../../packages/core/src/notice/asff.ts";
import { chatMessagesOf } from "../../packages/core/src/notice/chat-message.ts";
import { messagesOf } from "../../packages/core/src/notice/message.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { structuredOf } from "../../packages/core/src/notice/structured.ts";
import {
  account,
  finding,
  grant,
  grants,
  key,
  later,
  noon,
  normalizes,
  region,
  retries,
  revokes,
  role,
  secretArn,
} from "../ledger/examples.ts";

type State = Extract<Notice, { kind: "change" }>["state"];

const made = (change: Change, state: State = "applied", error?: string): Notice => ({
  kind: "change",
  state,
  change,
  at: later,
  error,
});
const found = (
  over: Partial<Finding> = {},
  more: { state?: "changed" | "closed"; mutedUntil?: string } = {},
): Notice => ({
  kind: "finding",
  state: "opened",
  finding: finding(over),
  at: later,
  ...more,
});

const session = {
  id: "1b5b1c2e-5a3e-4f3c-9a58-2f1f8e0a3f11",
  event: "UpdateProject",
  actor: `arn:aws:sts::${account}:assumed-role/Deploy/pipeline`,
  time: noon,
  tool: "Terraform",
};
const pulls = { project: "web", verdict: "pulls", remains: [], unseen: [] } as const;
const hub = secretArn("registry/hub");
const lacksKey: Partial<Finding> = {
  rule: "key-policy-denies",
  title: `The policy of the key ${key} does not let the role web-build decrypt the secret registry/hub.`,
  evidence: [
    ["key", key],
    ["no statement in", "the key policy"],
  ],
  mender: "key administrator",
  remedy: [
    {
      kind: "statement",
      place: { layer: "key policy", of: key },
      role,
      statement: {
        Effect: "Allow",
        Principal: { AWS: role },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
            "kms:EncryptionContext:SecretARN": hub,
          },
        },
      },
    },
    { kind: "pullpass", command: "apply", project: "web", region },
  ],
};
const asksConsent: Partial<Finding> = {
  rule: "secret-no-consent",
  severity: "info",
  title: "The tags of the secret registry/hub do not consent to project web.",
  evidence: [["secret", hub]],
  blocks: false,
  mender: "secret owner",
  contact: { name: "platform-team@example.com", by: "the secret's tag owner" },
  remedy: [
    {
      kind: "consent",
      secret: hub,
      region,
      projects: ["web"],
      tagPrefix: "pullpass/",
      why: "If project web may use it, the secret's owner adds it to the consent.",
    },
  ],
};
const credential = parseSecretArn(hub);

const kinds: Readonly<Record<string, readonly Notice[]>> = {
  "access-granted": [
    made(
      grants("0e6746428fee3e78", {
        grant: grant("registry/hub", { key }),
        causes: [session],
        outlook: [pulls],
      }),
    ),
  ],
  "access-limited": [made(grants("0e6746428fee3e78", { narrows: true }))],
  "access-taken-back": [made(revokes("2ab0c446da4d07f4"))],
  "access-proposed": [made(grants("0e6746428fee3e78"), "proposed")],
  "access-failed": [
    made(
      grants("0e6746428fee3e78"),
      "failed",
      "iam:PutRolePolicy on web-build was denied: no identity-based policy allows it",
    ),
  ],
  "policy-put-right": [
    made({
      kind: "restoration",
      id: "77b0c446da4d07f4",
      role,
      account,
      region,
      reason: "Somebody else wrote the policy that pullpass owns.",
      causes: [session],
      outlook: [],
      policyName: `pullpass-${region}`,
    }),
  ],
  "credential-rewritten": [
    made(normalizes("4d07f42ab0c446da", { managedBy: "shop-pipeline", outlook: [pulls] })),
  ],
  "pull-type-set": [
    made(normalizes("4d07f42ab0c446da", { before: { credential, pullCredentials: "CODEBUILD" } })),
  ],
  "build-started-again": [made({ ...retries("5c0446da4d07f42a"), startedAs: "web:2", causes: [session] })],
  "build-not-started-again": [
    made(
      retries("5c0446da4d07f42a"),
      "failed",
      "The project's tag pullpass/retry does not ask for it any more.",
    ),
  ],
  "problem-found": [found(lacksKey)],
  "consent-asked": [found(asksConsent)],
  "problem-changed": [
    found(
      {
        rule: "policy-quota",
        subject: { kind: "role", arn: role },
        title: "The inline policies of the role web-build have no room for another grant.",
        evidence: [
          ["role", role],
          ["quota", "10240"],
        ],
        mender: "role owner",
        remedy: [
          {
            kind: "command",
            purpose: "Move other inline policies of the role to managed policies. See what is there.",
            command: "aws iam list-role-policies --role-name web-build",
          },
        ],
      },
      { state: "changed" },
    ),
  ],
  "problem-gone": [found({}, { state: "closed" })],
  "told-after-a-mute": [found({}, { mutedUntil: "2026-11-29T14:05:00.000Z" })],
  digest: [
    made(
      grants("0e6746428fee3e78", {
        grant: grant("registry/hub", { key, projects: ["api", "web"] }),
        causes: [session],
        outlook: [
          pulls,
          {
            project: "api",
            verdict: "fails",
            remains: ["The registry 10.0.0.7 of project api has a private address."],
            unseen: [],
          },
        ],
      }),
    ),
    made(normalizes("4d07f42ab0c446da", { causes: [session] })),
    found(lacksKey),
    found(
      { rule: "role-shared", severity: "low", subject: { kind: "role", arn: role } },
      { state: "closed" },
    ),
  ],
};

/** What is pasted stays whole, and so do ARNs. */
const mayBeLong = /pullpass |aws |arn:|event /;

const asText = (all: readonly unknown[]) => `${JSON.stringify(all, null, 2)}\n`;

const asffOfNotice = ({ finding, state, at }: Extract<Notice, { kind: "finding" }>) =>
  asffOf(finding, { createdAt: noon, updatedAt: at, isClosed: state === "closed", version: "1.2.3" });

test.each(Object.keys(kinds))("%s", async (kind) => {
  const messages = messagesOf(kinds[kind] ?? []);
  const mails = messages.map(({ subject, text }) => `Subject: ${subject}\n\n${text}`);
  for (const line of mails.join("\n").split("\n")) {
    if (!mayBeLong.test(line)) expect(line.length, line).toBeLessThanOrEqual(120);
    // Times are for people.
    expect(line).not.toMatch(/\d{4}-\d\d-\d\dT\d\d/);
  }
  await expect(mails.join("\n")).toMatchFileSnapshot(`golden/${kind}.txt`);
  const programs = (kinds[kind] ?? []).map(structuredOf);
  await expect(asText(programs)).toMatchFileSnapshot(`golden/events/${kind}.txt`);
  const chats = chatMessagesOf(kinds[kind] ?? []).map(({ text }) => JSON.parse(text));
  await expect(asText(chats)).toMatchFileSnapshot(`golden/chat/${kind}.txt`);
  const findings = (kinds[kind] ?? []).flatMap((each) =>
    each.kind === "finding" ? [asffOfNotice(each)] : [],
  );
  if (findings.length > 0)
    await expect(asText(findings)).toMatchFileSnapshot(`golden/security-hub/${kind}.txt`);
});
