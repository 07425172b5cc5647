/** A project that the files make, as CodeBuild would tell of it in one world. */
import { type Project, parseRoleArn } from "@pullpass/core";
import { isRoleName, projectOf } from "@pullpass/core/parts";
import { Open, textOf, type Value } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import { closedAs, closedImage } from "./close.ts";
import type { DeclaredProject, DeclaredVariable } from "./declared.ts";
import { asName } from "./names.ts";
import { tagsFrom } from "./tags.ts";

export function projectIn(declared: DeclaredProject, name: string, choose: Choose): Project {
  const { account, region, partition } = declared.home;
  const { role, image, environmentType, pullType, credential, variables, fleet, webhook, tags } = declared;
  return projectOf({
    name,
    arn: `arn:${partition}:codebuild:${region}:${account}:project/${name}`,
    serviceRole: roleReference(role),
    tags: Object.entries(tagsFrom(tags)).map(([key, value]) => ({ key, value })),
    environment: {
      image: closedImage(image, choose),
      type: closedAs(
        environmentType,
        ["LINUX_CONTAINER", "LINUX_LAMBDA_CONTAINER"],
        "environment type",
        choose,
      ),
      imagePullCredentialsType: closedAs(pullType, ["SERVICE_ROLE", "CODEBUILD"], "pull type", choose),
      ...(credential !== undefined && { registryCredential: { credential: closedCredential(credential) } }),
      environmentVariables: variables.flatMap(closedVariable),
      ...(textOf(fleet) !== undefined && { fleet: { fleetArn: textOf(fleet) } }),
    },
    webhook: {
      buildType: textOf(webhook.buildType),
      filterGroups: [
        webhook.filters.map(({ type, pattern, exclude }) => ({
          type: textOf(type),
          pattern: textOf(pattern),
          excludeMatchedPattern: exclude === true || exclude === "true",
        })),
      ],
    },
  });
}

/** As it is, where a role can be called so; else a name that no role has. */
function roleReference(role: Value): string {
  const text = role instanceof Open ? role.filled : (textOf(role) ?? "role");
  return isRoleName(text) || isRoleArn(text) ? text : asName(text).slice(-64);
}

function isRoleArn(text: string): boolean {
  try {
    parseRoleArn(text);
    return true;
  } catch {
    return false;
  }
}

/** One that is open has the form of a name; but for what is written behind it, which no reference has. */
function closedCredential(credential: Value): string {
  if (!(credential instanceof Open)) return textOf(credential) ?? "";
  const { pattern, filled } = credential;
  return pattern.startsWith("*") && !/^\*(?::\w*){0,4}$/.test(pattern)
    ? new Open("", credential.label).filled
    : filled;
}

/** A value that is open may be empty, or the ARN of a secret; one that somebody hides is neither. */
function closedVariable({ name, value, type }: DeclaredVariable) {
  const [named, kind] = [textOf(name), type === undefined ? "PLAINTEXT" : textOf(type)];
  if (named === undefined || kind === undefined) return [];
  if (!(value instanceof Open)) return [{ name: named, value: textOf(value) ?? "", type: kind }];
  return value.isHidden ? [{ name: named, value: "hidden", type: kind }] : [];
}
