/** The chain of a project, link by link, as the picture in `diagnosis.ts` has it. */
import { consentCovers, consentOf } from "../../model/consent.ts";
import type { RecordedLogin } from "../../model/recorded-login.ts";
import { dependencyText } from "../access/answer.ts";
import type { Link } from "../diagnosis.ts";
import { isFullArn, isLost, type ProjectFacts } from "../project-facts.ts";
import { accessLinks } from "./access-links.ts";
import { link, notLookedAt, notNeeded } from "./link.ts";
import { registryLink } from "./registry-link.ts";

/** Every step, in order. */
export function chainOf(facts: ProjectFacts, tagPrefix: string): readonly Link[] {
  return [
    projectLink(facts),
    imageLink(facts),
    registryLink(facts),
    credentialLink(facts),
    secretLink(facts),
    valueLink(facts),
    consentLink(facts, tagPrefix),
    roleLink(facts),
    ...accessLinks(facts),
  ];
}

function projectLink({ project, image, credential }: ProjectFacts): Link {
  const { name, pullCredentials } = project;
  if (credential === undefined || image.kind === "takes-none")
    return link("project", "allowed", name, "it was read");
  if (image.kind === "of-jobs") {
    return link(
      "project",
      "allowed",
      name,
      "it runs jobs of others, whose labels may override image and pull type",
    );
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

function imageLink({ image }: ProjectFacts): Link {
  switch (image.kind) {
    case "invalid":
      return link("image", "denied", image.text, `it ${image.why}`);
    case "misread":
      return link("image", image.certain ? "denied" : "unknown", image.text, `it ${image.why}`);
    case "takes-none":
    case "of-jobs":
      return notNeeded("image", image.text, image.why);
    case "registry":
      return link("image", "allowed", image.text, "a registry serves it");
    default:
      return image satisfies never;
  }
}

function credentialLink(facts: ProjectFacts): Link {
  const { project, image, credential, lookup, found } = facts;
  if (credential === undefined) return notNeeded("credential", "", "the project has none");
  const at = (state: Link["state"], why: string) => link("credential", state, credential.text, why);
  if (image.kind === "takes-none") {
    return image.refusesCredential && project.pullCredentials === "SERVICE_ROLE"
      ? at("denied", `${image.why}, and a build that has a registry credential fails to start`)
      : at("not-needed", "the image is pulled without it");
  }
  if (credential.kind === "login")
    return at("denied", "a login was written where the name of a secret belongs");
  if (credential.kind === "malformed") return at("denied", `it is ${credential.what}`);
  if (lookup?.kind === "recreated") {
    return at("denied", "the secret of this ARN was deleted; its name has another ARN now");
  }
  if (found === undefined) return at("allowed", "it has the form of a reference to a secret");
  if (isFullArn(facts)) return at("allowed", "the full ARN means one secret");
  if (credential.reference.kind === "arn")
    return at("allowed", "a partial ARN, which Secrets Manager completes");
  return isLost(facts)
    ? at("denied", `a name, looked up in ${project.region} alone; the secret is in ${found.secret.region}`)
    : at("allowed", `a name, looked up in ${project.region}`);
}

function secretLink({ credential, lookup, image }: ProjectFacts): Link {
  if (credential === undefined) return notNeeded("secret", "", "the project has no credential");
  if (image.kind === "takes-none") return notNeeded("secret", "", "the image is pulled without it");
  if (lookup === undefined) return link("secret", "not-needed", "", "the credential names no secret");
  const what = credential.text;
  switch (lookup.kind) {
    case "found":
      return lookup.secret.deletion === "pending"
        ? link("secret", "denied", lookup.secret.arn, "it is scheduled for deletion")
        : link("secret", "allowed", lookup.secret.arn, "it exists");
    case "recreated":
      return lookup.found.secret.deletion === "pending"
        ? link("secret", "denied", lookup.found.secret.arn, "it is scheduled for deletion")
        : link("secret", "allowed", lookup.found.secret.arn, "it stands under the old name");
    case "not-found":
      return link("secret", "denied", what, `there is none in ${lookup.lookedIn.join(", ")}`);
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

/** Values are read where credentials are checked, and only there; whether there is one, DescribeSecret tells. */
function valueLink({ found, lookup, readsSecret, login }: ProjectFacts): Link {
  if (readsSecret && lookup?.kind === "cross-account")
    return link("value", "unknown", "", notLookedAt.secret);
  if (!readsSecret || found === undefined) return notNeeded("value", "", "there is no secret to read");
  const seen = login && seenValue(login);
  if (seen !== undefined) return link("value", seen.state, found.secret.name, seen.why);
  return found.secret.hasValue === "never"
    ? link("value", "denied", found.secret.name, "the secret never had a value")
    : link(
        "value",
        "unknown",
        found.secret.name,
        "it was not read: whether it holds a login that the registry takes is not known",
      );
}

/** `undefined` where the check could not tell. */
function seenValue({ value, check }: RecordedLogin): Pick<Link, "state" | "why"> | undefined {
  if (value.kind === "malformed")
    return value.certain ? { state: "denied", why: `it is ${value.form}` } : undefined;
  const outcome = check?.outcome;
  if (outcome?.kind === "rejected") return { state: "denied", why: `${outcome.by} rejects the login` };
  return outcome?.kind === "shown" && outcome.login === "accepted"
    ? { state: "allowed", why: "the registry accepted the login, and shows it the image" }
    : undefined;
}

function consentLink({ project, credential, lookup, found }: ProjectFacts, tagPrefix: string): Link {
  if (credential === undefined || lookup === undefined) {
    return notNeeded("consent", "", "there is no secret to consent");
  }
  if (found === undefined) return link("consent", "unknown", "", notLookedAt.secret);
  const { tags, name } = found.secret;
  const consent = consentOf(tags, tagPrefix);
  if (consent.kind === "none") return link("consent", "denied", name, "the secret has no tag of consent");
  return consentCovers(consent, project, tagPrefix)
    ? link("consent", "allowed", name, "the secret's tags consent to the project")
    : link("consent", "denied", name, "the secret's tags consent to other projects");
}

function roleLink({ project, image, role, assume }: ProjectFacts): Link {
  const at = (state: Link["state"], why: string) => link("role", state, project.role, why);
  if (image.kind === "takes-none") return at("not-needed", image.why);
  if (role.kind === "absent") return at("denied", "there is no such role");
  if (role.kind === "unknown") return at("unknown", role.reason);
  switch (assume?.decision.kind) {
    case undefined:
      return at("unknown", notLookedAt.role);
    case "allowed":
      return at("allowed", "its trust policy lets CodeBuild assume it");
    case "denied":
      return at("denied", "its trust policy does not let codebuild.amazonaws.com assume it for this project");
    case "unknown":
      return at("unknown", `its trust policy: ${dependencyText(assume.decision.hangsOn)}`);
  }
}
