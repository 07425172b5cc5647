/** The commands that undo a change, and that keep pullpass from making it again. */
import { type RoleArn, roleName, type SecretArn } from "../model/arn.ts";
import type { Change, Grants, Normalizes, Revokes } from "../model/change.ts";
import { consentWith } from "../model/consent.ts";
import { allowCommand, consentByHand, consentByHandText, disallowCommand } from "./consent-commands.ts";
import { secretRegion } from "./names.ts";
import { defaultNaming, type Naming } from "./naming.ts";
import { plain } from "./plain.ts";
import { command } from "./shell.ts";

/** Lines of text; commands are moved to the right. */
export function undoOf(change: Change, naming: Naming): readonly string[] {
  switch (change.kind) {
    case "grant":
      return undoGrant(change, naming);
    case "revocation":
      return undoRevocation(change, naming);
    case "restoration":
      return [
        "Write what it granted into a policy of another name: pullpass owns this one.",
        "The ledger has the text:",
        `  ${command("pullpass history", ["--json", "--region", change.region])}`,
      ];
    case "retry":
      return [
        "Stop the build that was started:",
        `  ${command("aws codebuild stop-build", ["--region", change.region, "--id", change.startedAs ?? ""])}`,
        `Without the tag ${plain(naming.tagPrefix)}retry on the project no build of it is started again.`,
      ];
    case "normalization":
      return undoByCommand([change], naming);
    default:
      return change satisfies never;
  }
}

function undoGrant(change: Grants, naming: Naming) {
  const { secret, projects } = change.grant;
  return [...undoConsent(secret, projects, naming), ...undoByCommand([change], naming)];
}

/** For changes that a tag on the role or the project keeps from being made again. */
export function undoByCommand(
  changes: readonly (Grants | Normalizes)[],
  { tagPrefix, policyName }: Naming,
): readonly string[] {
  const things = changes.map(({ kind }) => (kind === "grant" ? "role" : "project"));
  const kept = [...new Set(things)].map((thing) => `the ${thing}${things.length > 1 ? "s" : ""}`);
  const options = [
    ...(tagPrefix === defaultNaming.tagPrefix ? [] : ["--tag-prefix", tagPrefix]),
    ...(policyName === defaultNaming.policyName ? [] : ["--policy-name", policyName]),
  ];
  const commands = [...Map.groupBy(changes, ({ region }) => region)].map(([region, each]) =>
    command("pullpass undo", [...each.map(({ id }) => id), "--region", region, ...options]),
  );
  const before = changes.some(({ kind }) => kind === "grant") ? "Or put" : "Put";
  return [
    `${before} back what was there before; the tag ${plain(tagPrefix)}ignore then keeps pullpass off ${kept.join(" and ")}:`,
    ...commands.map((line) => `  ${line}`),
  ];
}

/** Whatever the roles. */
export function undoConsent(
  secret: SecretArn,
  projects: readonly string[],
  { tagPrefix }: Naming,
): readonly string[] {
  const secretId = ["--region", secretRegion(secret), "--secret-id", secret];
  const tagKeys = ["--tag-keys", `${tagPrefix}projects`, `${tagPrefix}group`];
  // More than one tag has room for are let in by a prefix or a group.
  const isFewEnough =
    projects.length > 0 && consentWith(undefined, projects, tagPrefix).kind !== "impossible";
  const fromThem = [
    "Take the consent from them; it says who is still let in, by a prefix or a group:",
    `  ${disallowCommand({ secret, projects, tagPrefix })}`,
  ];
  return [
    ...(isFewEnough ? fromThem : []),
    "Or, with the AWS command line alone, from everybody: it removes both tags, whatever they say:",
    `  ${command("aws secretsmanager untag-resource", [...secretId, ...tagKeys])}`,
  ];
}

function undoRevocation({ role, grant: { secret, projects }, undoes }: Revokes, naming: Naming) {
  return undoes === undefined ? consentAgain(secret, projects, naming) : grantAgain([role], naming);
}

/** What a person took with `pullpass undo`: nobody withdrew the consent, and a tag keeps pullpass from granting it again. */
export function grantAgain(roles: readonly RoleArn[], { tagPrefix }: Naming): readonly string[] {
  const key = `${tagPrefix}ignore`;
  const commands = roles.map(
    (role) => `  ${command("aws iam untag-role", ["--role-name", roleName(role), "--tag-keys", key])}`,
  );
  return [
    "A person took it with pullpass undo, which leaves the secret's tags as they are. While they consent, pullpass grants it again",
    ...(commands.length <= commandsMax
      ? [`when it next looks at the role, once that does not carry the tag ${plain(key)}:`, ...commands]
      : [`when it next looks at each role, once that does not carry the tag ${plain(key)}.`]),
  ];
}

/** How many alike are written out; of more a sentence says what to do. */
const commandsMax = 3;

/** Whatever the roles. */
export function consentAgain(
  secret: SecretArn,
  projects: readonly string[],
  { tagPrefix }: Naming,
): readonly string[] {
  if (projects.length === 0) return ["There is nothing to undo: no project needed it."];
  const written = consentWith(undefined, projects, tagPrefix);
  if (written.kind === "impossible") return [`To consent again: ${written.why} ${written.instead}`];
  return [
    "Consent again, if the secret still exists and the projects still use it:",
    `  ${allowCommand({ secret, projects, tagPrefix })}`,
    consentByHandText(tagPrefix, projects).replace(/\.$/, ":"),
    `  ${consentByHand({ secret, region: secretRegion(secret), projects, tagPrefix })}`,
  ];
}
