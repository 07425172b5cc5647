import { parseSecretReference } from "../../model/secret.ts";
import type { Facts, Look } from "../facts.ts";
import { type Problem, projectRule } from "./rule.ts";

/** No such secret; or one that CodeBuild will not find by what the project says, and that pullpass does not rewrite. */
export const secretNotFound = projectRule(
  {
    id: "secret-not-found",
    severity: "high",
    about:
      "CodeBuild does not find the project's secret: there is none, or only one of the same name with another ARN or in " +
      "another Region, and the deployment does not let pullpass rewrite the credential.",
  },
  (look, facts) =>
    look.need.kind === "not-found" ? missing(look, look.need.lookedIn) : elsewhere(look, facts),
);

function missing({ project }: Look, lookedIn: readonly string[]): Problem {
  return {
    title: `The secret ${project.credential} of project ${project.name} does not exist.`,
    evidence: [
      ["credential", project.credential ?? ""],
      ["looked in", lookedIn.join(", ")],
    ],
    remedy: `Create it in ${project.region} with JSON of "username" and "password", and consent to the project with its tags; or correct the credential of project ${project.name}.`,
  };
}

function elsewhere({ project, need }: Look, { normalizations }: Facts): Problem | undefined {
  if (need.kind !== "secret" || normalizations.get(project.name)?.kind === "update") return undefined;
  const why = whyNotFound(project, need.secret.region, need.gone);
  if (why === undefined) return undefined;
  return {
    title: `CodeBuild does not find the secret of project ${project.name} by its credential.`,
    evidence: [
      ["credential", project.credential ?? ""],
      ["why", why],
      ["secret", need.secret.arn],
    ],
    remedy: `Set the credential of project ${project.name} to ${need.secret.arn}, where the project is defined.`,
  };
}

function whyNotFound(
  { credential, region }: Look["project"],
  secretRegion: string,
  gone: string | undefined,
) {
  if (gone !== undefined) return "the secret was deleted, and created anew with another ARN";
  const isName = credential !== undefined && parseSecretReference(credential)?.kind === "name";
  return isName && secretRegion !== region ? `names are looked up in ${region} alone` : undefined;
}
