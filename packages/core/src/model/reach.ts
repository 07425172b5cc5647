/** Which roles a deployment may touch: by name and path, and by what the role carries. IAM holds its own functions to the same. */
import { type RoleArn, roleName, rolePath } from "./arn.ts";
import { matchesPattern } from "./pattern.ts";
import { type Tags, tagValue } from "./tags.ts";

export interface Reach {
  /** Names; `*` is any run of characters. */
  readonly rolePattern: string;
  /** `/builds/`: that path alone. `/builds/*`: whatever is below, too. */
  readonly rolePath: string;
  /** The ARN of the permissions boundary that a role must carry to be given anything. */
  readonly requiredBoundary?: string;
  /** The tag that a role must carry to be given anything. */
  readonly requiredRoleTag?: RoleTag;
}

export interface RoleTag {
  readonly key: string;
  readonly value: string;
}

export const everyRole: Reach = { rolePattern: "*", rolePath: "/*" };

/** `team=web`: whatever follows the first `=` is the value. */
export function roleTagOf(text: string): RoleTag {
  const at = text.indexOf("=");
  return { key: text.slice(0, at), value: text.slice(at + 1) };
}

/** Which option leaves the role out, by its name or its path; `undefined` where none does. */
export function leftOutBy(role: RoleArn, reach: Reach): "rolePattern" | "rolePath" | undefined {
  if (!matchesPattern(reach.rolePattern, roleName(role))) return "rolePattern";
  return matchesPattern(reach.rolePath, rolePath(role)) ? undefined : "rolePath";
}

/** Which of the required things the role lacks; `undefined` where it carries them all. */
export function lacking(
  { tags, boundaryArn }: { readonly tags: Tags; readonly boundaryArn?: string },
  { requiredBoundary, requiredRoleTag }: Reach,
): "requiredBoundary" | "requiredRoleTag" | undefined {
  if (requiredBoundary !== undefined && boundaryArn !== requiredBoundary) return "requiredBoundary";
  if (requiredRoleTag === undefined) return undefined;
  return tagValue(tags, requiredRoleTag.key) === requiredRoleTag.value ? undefined : "requiredRoleTag";
}
