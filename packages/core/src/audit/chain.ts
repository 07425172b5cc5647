/** The chain of a project, link by link, as the picture in `report.ts` has it. */
import { consentCovers, consentOf } from "../model/consent.ts";
import { judgeHost } from "../model/registry-host.ts";
import { parseSecretReference } from "../model/secret.ts";
import { accessLinks } from "./chain-access.ts";
import { link, notLookedAt, notNeeded } from "./link.ts";
import type { Link, Verdict } from "./report.ts";
import { isFullArn, type Sighting } from "./sighting.ts";

/** Every step, in order. */
export function chainOf(sighting: Sighting, tagPrefix: string): readonly Link[] {
  return [
    projectLink(sighting),
    imageLink(sighting),
    registryLink(sighting),
    credentialLink(sighting),
    secretLink(sighting),
    consentLink(sighting, tagPrefix),
    roleLink(sighting),
    ...accessLinks(sighting),
  ];
}

/**
 * Consent decides what pullpass does, and not whether a build can pull. Service control policies that nobody could read
 * leave the verdict to the others; what they leave open once they were read is open.
 */
export function verdictOf({ image, project, read, decrypt }: Sighting, chain: readonly Link[]): Verdict {
  if (image.kind === "takes-none") return "no-registry";
  const deciding = chain.filter(({ step }) => step !== "consent");
  if (deciding.some(({ state }) => state === "denied")) return "fails";
  if (project.credential === undefined) return "anonymous";
  const isOpen = deciding.some(({ state, step }) => state === "unknown" && step !== "service-control");
  const isUndecided = [read, decrypt].some((answer) => answer?.verdict.kind === "unknown");
  return isOpen || isUndecided ? "unknown" : "pulls";
}

function projectLink({ project, image }: Sighting): Link {
  const { name, pullCredentials, credential } = project;
  if (credential === undefined || image.kind !== "registry") {
    return link("project", "allowed", name, "it was read");
  }
  return pullCredentials === "SERVICE_ROLE"
    ? link("project", "allowed", name, "it pulls with its service role (imagePullCredentialsType)")
    : link(
        "project",
        "denied",
        name,
        "its imagePullCredentialsType is CODEBUILD, and a registry credential is read with SERVICE_ROLE alone",
      );
}

function imageLink({ project, image }: Sighting): Link {
  switch (image.kind) {
    case "invalid":
      return link("image", "denied", project.image, image.why);
    case "takes-none":
      return notNeeded("image", project.image, image.why);
    case "registry":
      return link("image", "allowed", project.image, "a registry serves it");
    default:
      return image satisfies never;
  }
}

function registryLink({ image }: Sighting): Link {
  if (image.kind === "invalid") return link("registry", "unknown", "", "the image names none");
  if (image.kind !== "registry") return notNeeded("registry", "", image.why);
  const verdict = judgeHost(image.host);
  return verdict.kind === "private"
    ? link("registry", "denied", image.host, `${verdict.why}, and CodeBuild pulls over the internet`)
    : link("registry", "allowed", image.host, "its name looks public; no network was asked");
}

function credentialLink(sighting: Sighting): Link {
  const { project, image, lookup, found } = sighting;
  const { credential } = project;
  if (credential === undefined) return notNeeded("credential", "", "the project has none");
  const at = (state: Link["state"], why: string) => link("credential", state, credential, why);
  if (image.kind === "takes-none") {
    return at("denied", "the image takes no registry credential, and a build that has one fails to start");
  }
  if (lookup?.kind === "recreated") {
    return at("denied", "the secret of this ARN was deleted; its name has another ARN now");
  }
  const reference = parseSecretReference(credential);
  if (reference === undefined) return at("denied", "it is neither a name nor an ARN of a secret");
  if (found === undefined) return at("unknown", notLookedAt.credential);
  if (isFullArn(sighting)) return at("allowed", "the full ARN means one secret");
  if (reference.kind === "arn") return at("allowed", "a partial ARN, which Secrets Manager completes");
  return found.secret.region === project.region
    ? at("allowed", `a name, looked up in ${project.region}`)
    : at("denied", `a name, looked up in ${project.region} alone; the secret is in ${found.secret.region}`);
}

function secretLink({ project, lookup }: Sighting): Link {
  const what = project.credential ?? "";
  if (lookup === undefined) return notNeeded("secret", "", "the project has no credential");
  switch (lookup.kind) {
    case "found":
      return lookup.secret.deletion === "pending"
        ? link("secret", "denied", lookup.secret.arn, "it is scheduled for deletion")
        : link("secret", "allowed", lookup.secret.arn, "it exists");
    case "recreated":
      return link("secret", "allowed", lookup.found.secret.arn, "it stands under the old name");
    case "not-found":
      return link("secret", "denied", what, notFound(lookup.lookedIn));
    case "ambiguous":
      return link(
        "secret",
        "denied",
        what,
        `not here, and several elsewhere: ${lookup.candidates.join(", ")}`,
      );
    case "cross-account":
      return link(
        "secret",
        "unknown",
        what,
        `it belongs to account ${lookup.account}, which was not looked into`,
      );
    case "unknown":
      return link("secret", "unknown", what, lookup.reason);
    default:
      return lookup satisfies never;
  }
}

function notFound(lookedIn: readonly string[]): string {
  return lookedIn.length === 0 ? "no secret can have that name" : `there is none in ${lookedIn.join(", ")}`;
}

function consentLink({ project, lookup, found }: Sighting, tagPrefix: string): Link {
  if (lookup === undefined) return notNeeded("consent", "", "there is no secret to consent");
  if (found === undefined) return link("consent", "unknown", "", notLookedAt.secret);
  const { tags, name } = found.secret;
  const consent = consentOf(tags, tagPrefix);
  if (consent.kind === "none") return link("consent", "denied", name, "the secret has no tag of consent");
  return consentCovers(consent, project, tagPrefix)
    ? link("consent", "allowed", name, "the secret's tags consent to the project")
    : link("consent", "denied", name, "the secret's tags consent to other projects");
}

function roleLink({ project, image, role, isAssumable }: Sighting): Link {
  const at = (state: Link["state"], why: string) => link("role", state, project.role, why);
  if (image.kind === "takes-none") return at("not-needed", image.why);
  if (role.kind === "absent") return at("denied", "there is no such role");
  if (role.kind === "unknown") return at("unknown", role.reason);
  return isAssumable
    ? at("allowed", "its trust policy lets CodeBuild assume it")
    : at("denied", "its trust policy does not let codebuild.amazonaws.com assume it");
}
