/** A project as it stands: where its image, its credential and its role lead, and what IAM answers for it. */
import { trustAllows } from "@pullpass/access";
import type { SecretArn } from "../model/arn.ts";
import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { RoleState, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import { type ImageVerdict, judgeImage } from "../plan/image-verdict.ts";
import { type AccessAnswer, answer } from "./access-answer.ts";
import type { Circumstances } from "./circumstances.ts";
import { questions } from "./questions.ts";

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

function answers(
  role: RoleState,
  found: FoundSecret,
  circumstances: Circumstances,
): Pick<Sighting, "read" | "decrypt"> {
  const { read, decrypt } = questions(role, found, circumstances);
  return { read: answer(read), decrypt: decrypt && answer(decrypt) };
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
