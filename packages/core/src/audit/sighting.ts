/** A project as it stands: where its image, its credential and its role lead, and what IAM answers for it. */
import { trustAllows } from "@pullpass/access";
import type { SecretArn } from "../model/arn.ts";
import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { RoleState, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import { decryptQuestion, readQuestion } from "../plan/access-questions.ts";
import { type ImageVerdict, judgeImage } from "../plan/image-verdict.ts";
import { type AccessAnswer, answer } from "./access-answer.ts";
import type { Circumstances } from "./circumstances.ts";

export type FoundSecret = Extract<SecretLookup, { kind: "found" }>;

export interface Sighting {
  readonly project: Project;
  readonly image: ImageVerdict;
  readonly role: Known<RoleState>;
  /** `undefined` for a project without a credential. */
  readonly lookup: SecretLookup | undefined;
  /** The secret that the credential means, or that stands in its place. */
  readonly found: FoundSecret | undefined;
  /** What the role's trust policy says of CodeBuild; `undefined` when it could not be read. */
  readonly isAssumable: boolean | undefined;
  /** May the role read the secret; `undefined` when role or secret is not there or not known. */
  readonly read: AccessAnswer | undefined;
  /** The same, of decrypting; `undefined` also for the default key. */
  readonly decrypt: AccessAnswer | undefined;
}

/** The project by the snapshot of its role. No grant is assumed: the role's policies count as they are. */
export function sight(project: Project, snapshot: Snapshot, circumstances: Circumstances): Sighting {
  const lookup = project.credential === undefined ? undefined : lookUp(project.credential, snapshot);
  const found = foundBy(lookup);
  const image = judgeImage(project);
  const { role } = snapshot;
  const state = role.kind === "known" ? role.value : undefined;
  const isAsked = image.kind === "registry" && state !== undefined && found !== undefined;
  return {
    project,
    image,
    role,
    lookup,
    found,
    isAssumable: state && trustAllows(state.trust, "codebuild.amazonaws.com"),
    ...(isAsked ? answers(state, found, circumstances) : { read: undefined, decrypt: undefined }),
  };
}

/** May the role read the secret, and decrypt it with the secret's key? */
export function answers(
  role: RoleState,
  found: FoundSecret,
  { serviceControl, keyGrants }: Circumstances,
): { readonly read: AccessAnswer; readonly decrypt: AccessAnswer | undefined } {
  const { secret, key } = found;
  const read = readQuestion(role, "as-is", found);
  const decrypt = key.kind === "customer" ? decryptQuestion(role, "as-is", { secret, key }) : undefined;
  return {
    read: answer({ ...read, policies: { ...read.policies, serviceControl } }),
    decrypt:
      decrypt &&
      answer({
        ...decrypt,
        policies: { ...decrypt.policies, serviceControl, grants: keyGrants(decrypt.request.resource) },
      }),
  };
}

/** Does the credential name the secret by its full ARN? */
export function isFullArn({ project, found }: Sighting): boolean {
  const arn: SecretArn | undefined = found?.secret.arn;
  return arn !== undefined && project.credential === arn;
}

function lookUp(credential: string, { secrets }: Snapshot): SecretLookup {
  return secrets.get(credential) ?? { kind: "unknown", reason: "it was not read" };
}

function foundBy(lookup: SecretLookup | undefined): FoundSecret | undefined {
  if (lookup?.kind === "recreated") return lookup.found;
  return lookup?.kind === "found" ? lookup : undefined;
}
