/**
 * The one answer to "can this project pull?": a chain of links, the findings, the verdict. All of it is JSON. Names in
 * it were chosen by others and are hostile until a renderer has made them harmless.
 *
 *     project → image → registry → credential → secret → value → consent → role → identity policies, boundary, service
 *     control policies, resource policy → key → key policy, key grants
 */
import type { LayerName } from "@pullpass/access";
import type { Finding } from "../model/finding.ts";

/**
 * Can a build pull the image?
 * - `pulls`: everything that was read allows it; `unseen` names what was not
 * - `fails`: a finding says why; exactly then one of them blocks
 * - `unknown`: it hangs on what could not be read, or on conditions that only AWS can decide: `hangsOn` names them
 * - `anonymous`: the project has no credential, so the registry must let everyone pull
 * - `no-registry`: CodeBuild or Amazon ECR serves the image, or none is pulled
 */
export const pullVerdicts = ["pulls", "fails", "unknown", "anonymous", "no-registry"] as const;

export type PullVerdict = (typeof pullVerdicts)[number];

/** Every chain has every step, in this order. */
export const chainSteps = [
  "project",
  "image",
  "registry",
  "credential",
  "secret",
  "value",
  "consent",
  "role",
  "identity-policies",
  "boundary",
  "service-control",
  "resource-policy",
  "key",
  "key-policy",
  "key-grants",
] as const;

export type ChainStep = (typeof chainSteps)[number];

/** The steps as people say them. */
export const stepNames = {
  project: "project",
  image: "image",
  registry: "registry",
  credential: "credential",
  secret: "secret",
  value: "secret's value",
  consent: "consent",
  role: "role",
  "identity-policies": "role's policies",
  boundary: "permissions boundary",
  "service-control": "service control policies",
  "resource-policy": "secret's resource policy",
  key: "key",
  "key-policy": "key policy",
  "key-grants": "key grants",
} as const satisfies Record<ChainStep, string>;

/** `not-needed`: the pull does not hang on it. */
export type LinkState = "allowed" | "denied" | "unknown" | "not-needed";

export interface Link {
  readonly step: ChainStep;
  readonly state: LinkState;
  /** What stands at this place: an image, an ARN, the name of a policy. May be empty. */
  readonly what: string;
  /** One clause: why the state is what it is. */
  readonly why: string;
  /** The statements that allow or deny; empty where no statement decides. */
  readonly by: readonly StatementRef[];
}

/** A statement of a policy, or a grant of a key. */
export interface StatementRef {
  readonly action: string;
  readonly effect: "allow" | "deny";
  readonly layer: LayerName;
  /** The name of an inline policy, the ARN of a managed one, `resource policy`, `key policy`, or a grant's id. */
  readonly policy: string;
  /** Counted from 1, as people count. */
  readonly number: number;
  readonly sid: string | null;
}

/** What is said of one project. */
export interface ProjectDiagnosis {
  readonly verdict: PullVerdict;
  /** In the order of the picture above; always the same steps. */
  readonly chain: readonly Link[];
  /** The links that were not looked at and could still make the pull fail: of `pulls` and `unknown`. */
  readonly unseen: readonly ChainStep[];
  /** The links that decide it and that nobody knows: of `unknown`, at least one. */
  readonly hangsOn: readonly ChainStep[];
  /** Worst first; of the same severity, what stands first in the chain, then by rule. */
  readonly findings: readonly Finding[];
}
