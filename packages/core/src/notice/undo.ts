/** The AWS CLI commands that undo a change, and that keep pullpass from making it again. */
import { ownPolicyName, type RoleArn, roleName, type SecretArn } from "../model/arn.ts";
import type { Change, Grants, Normalizes, Revokes } from "../model/change.ts";
import { consentWith } from "../model/consent.ts";
import { allowCommand, consentByHand, consentByHandText, disallowCommand } from "./consent-commands.ts";
import { secretRegion } from "./names.ts";
import type { Naming } from "./naming.ts";
import { plain } from "./plain.ts";
import { command, jsonLiteral } from "./shell.ts";

/** Lines of text; commands are moved to the right. */
export function undoOf(change: Change, naming: Naming): readonly string[] {
  switch (change.kind) {
    case "grant":
      return undoGrant(change, naming);
    case "revocation":
      return undoRevocation(change, naming);
    case "normalization":
      return undoNormalization(change, naming);
    default:
      return change satisfies never;
  }
}

function undoGrant({ role, region, grant: { secret, projects } }: Grants, naming: Naming) {
  const { tagPrefix, policyName } = naming;
  const roleArgument = ["--role-name", roleName(role)];
  const ignore = ["--tags", `Key=${tagPrefix}ignore,Value=true`];
  const policy = ["--policy-name", ownPolicyName(policyName, region)];
  return [
    ...undoConsent(secret, projects, naming),
    `Or keep pullpass off this role, and delete its policy, with all of the role's grants in ${plain(region)}:`,
    `  ${command("aws iam tag-role", [...roleArgument, ...ignore])}`,
    `  ${command("aws iam delete-role-policy", [...roleArgument, ...policy])}`,
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
export const commandsMax = 3;

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

/** UpdateProject takes environment and tags whole: so they are read, and sent back with what is to be different. */
function undoNormalization({ region, project, before }: Normalizes, { tagPrefix }: Naming) {
  const read = ["--region", region, "--names", project, "--output", "json", "--query"];
  const environment = jsonLiteral({
    imagePullCredentialsType: before.pullCredentials,
    registryCredential: { credential: before.credential, credentialProvider: "SECRETS_MANAGER" },
  });
  const ignore = jsonLiteral({ key: `${tagPrefix}ignore`, value: "true" });
  // Tags of AWS's own may be read, and not written: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
  const otherTags = `tags[?!starts_with(key, ${jsonLiteral("aws:")})]`;
  // its status cannot be sent: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DockerServer.html
  const members = `{computeType: computeType, securityGroupIds: securityGroupIds || ${jsonLiteral([])}}`;
  const server = `dockerServer && {dockerServer: dockerServer.${members}} || ${jsonLiteral({})}`;
  const batchGet = (query: string) => command("aws codebuild batch-get-projects", [...read, query]);
  const update = command("aws codebuild update-project", ["--region", region, "--name", project]);
  return [
    "Put the old values back, and keep pullpass off this project:",
    `  environment=$(${batchGet(`projects[0].environment | merge(@, ${server}, ${environment})`)})`,
    `  tags=$(${batchGet(`projects[0].[${otherTags}, [${ignore}]][]`)})`,
    `  ${update} --environment "$environment" --tags "$tags"`,
  ];
}
