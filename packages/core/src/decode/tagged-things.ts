/** What tags are on, from ARNs: secrets, projects and roles are looked at, and nothing else. */
import { isRoleName, parseArn } from "../model/arn.ts";
import { isProjectName } from "../model/project.ts";
import { parseSecretReference } from "../model/secret.ts";
import type { Origin, SingleTrigger, Trigger } from "../model/trigger.ts";
import { nameInArn } from "./codebuild.ts";
import { secretTrigger } from "./secrets-manager.ts";

/** One trigger, or several in one; `undefined` where nothing among them is looked at. */
export function taggedThings(arns: readonly string[], origin: Origin): Trigger | undefined {
  const triggers = [...new Set(arns)].flatMap((arn) => taggedThing(arn, origin) ?? []);
  return triggers.length > 1 ? { kind: "several", triggers, ...origin } : triggers[0];
}

function taggedThing(text: string, origin: Origin): SingleTrigger | undefined {
  const secret = parseSecretReference(text);
  if (secret?.kind === "arn") return secretTrigger("secret-changed", secret, origin);
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const { service, account, region, resource } = arn;
  if (service === "codebuild") {
    const project = nameInArn(text);
    return project !== undefined && isProjectName(project)
      ? { kind: "project-changed", project, ...origin, account, region }
      : undefined;
  }
  const role = /^role\/(?:.*\/)?([^/]+)$/s.exec(resource)?.[1];
  if (service !== "iam" || role === undefined || !isRoleName(role)) return undefined;
  return { kind: "role-changed", role, ...origin, account };
}
