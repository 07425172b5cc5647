/** A project as it stands: where its image, its credential and its role lead, and what IAM answers for it. */
import type { Credential } from "../model/credential.ts";
import type { Known } from "../model/known.ts";
import { credentialOf, type Project } from "../model/project.ts";
import { isAbout, type RecordedLogin } from "../model/recorded-login.ts";
import { type RegistrySight, registryKey } from "../model/registry-sight.ts";
import type { RoleState, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import type { AccessAnswer } from "./access/answer.ts";
import type { Asker } from "./access/questions.ts";
import { type AnswersOfRole, assumeAnswer } from "./access/shared-answers.ts";
import { type ImageVerdict, judgeImage } from "./image-verdict.ts";
import type { Need } from "./need.ts";

export type FoundSecret = Extract<SecretLookup, { kind: "found" }>;

export interface ProjectFacts {
  readonly project: Project;
  readonly image: ImageVerdict;
  /** What was seen of the image's registry; `undefined` where nobody looked, or no registry serves it. */
  readonly sight: RegistrySight | undefined;
  /** What was seen of the login in the secret, with this image; `undefined` where nobody looked lately. */
  readonly login: RecordedLogin | undefined;
  /** `undefined` for a project without a credential. */
  readonly credential: Credential | undefined;
  /** Where it leads; `undefined` where it names no secret. */
  readonly lookup: SecretLookup | undefined;
  /** Where the reference leads that a malformed credential likely means; `undefined` where none is likely. */
  readonly meant: SecretLookup | undefined;
  /** The secret that the credential means, or that stands in its place. */
  readonly found: FoundSecret | undefined;
  readonly role: Known<RoleState>;
  /** Does a build of the project read the secret with the role? */
  readonly readsSecret: boolean;
  /** May CodeBuild assume the role for the project; `undefined` when the role is not there or not known. */
  readonly assume: AccessAnswer | undefined;
  /** May the role read the secret; `undefined` when role or secret is not there or not known, or it is not asked. */
  readonly read: AccessAnswer | undefined;
  /** The same, of decrypting; `undefined` also where the key is not known. */
  readonly decrypt: AccessAnswer | undefined;
  /** What pullpass may give it. */
  readonly need: Need;
}

/** The project by the snapshot of its role. The role's policies count as they are. */
export function factsOf(
  project: Project,
  snapshot: Snapshot,
  need: Need,
  answers: AnswersOfRole,
): ProjectFacts {
  const { role } = snapshot;
  const image = judgeImage(project);
  const credential = credentialOf(project);
  const lookup = credential?.kind === "reference" ? lookUp(credential.text, snapshot) : undefined;
  const likely = credential?.kind === "malformed" ? credential.likely : undefined;
  const found = foundBy(lookup);
  const readsSecret = credential !== undefined && image.kind !== "takes-none" && image.kind !== "invalid";
  const asker =
    role.kind === "known" && role.value.arn === project.role
      ? askerOf(role.value, project, snapshot)
      : undefined;
  const asked = readsSecret && asker && found ? { asker, found } : undefined;
  const secret = found ?? (lookup?.kind === "cross-account" ? foreignSecret(credential) : undefined);
  const readable = readsSecret && asker && secret ? { asker, secret } : undefined;
  return {
    project,
    image,
    sight: image.kind === "registry" ? snapshot.registries?.get(registryKey(image)) : undefined,
    login: found && loginOf(project, found, snapshot),
    credential,
    lookup,
    meant: likely === undefined ? undefined : lookUp(likely, snapshot),
    found,
    role,
    readsSecret,
    assume: asker && assumeAnswer(asker),
    read: readable && answers.read(readable.asker, readable.secret),
    decrypt: asked && answers.decrypt(asked.asker, asked.found),
    need,
  };
}

function loginOf(
  { name, image, environmentType }: Project,
  { secret }: FoundSecret,
  { logins, takenAt }: Snapshot,
): RecordedLogin | undefined {
  const login = logins?.get(name);
  const pull = { project: name, secret: secret.arn, image, environmentType };
  return login !== undefined && isAbout(login, pull, takenAt) ? login : undefined;
}

function askerOf(role: RoleState, project: Project, { organization, takenAt }: Snapshot): Asker {
  return { role, project, organization, at: takenAt };
}

/** Another account's, into which nobody looked: the role's own policies must allow it whatever the owner does. */
function foreignSecret(credential: Credential | undefined) {
  if (credential?.kind !== "reference" || credential.reference.kind !== "arn") return undefined;
  const { text, account, region } = credential.reference;
  return {
    secret: { arn: text, account, region, tags: undefined },
    resourcePolicy: { kind: "unknown", reason: `the secret belongs to account ${account}` },
  } as const;
}

/** Does the credential name the secret by its full ARN? */
export function isFullArn({ credential, found }: Pick<ProjectFacts, "credential" | "found">): boolean {
  return (
    credential?.kind === "reference" &&
    found !== undefined &&
    credential.reference.kind === "arn" &&
    credential.reference.text === found.secret.arn
  );
}

/** CodeBuild does not find the secret by what the project says: only pullpass, or a person, knows what was meant. */
export function isLost({ credential, project, lookup, found }: ProjectFacts): boolean {
  if (found === undefined || credential?.kind !== "reference") return false;
  return (
    lookup?.kind === "recreated" ||
    (credential.reference.kind === "name" && found.secret.region !== project.region)
  );
}

function lookUp(credential: string, { secrets }: Snapshot): SecretLookup {
  return secrets.get(credential) ?? { kind: "unknown", reason: "it was not read" };
}

/** The secret that a lookup ends at. */
export function foundBy(lookup: SecretLookup | undefined): FoundSecret | undefined {
  if (lookup?.kind === "recreated") return lookup.found;
  return lookup?.kind === "found" ? lookup : undefined;
}
