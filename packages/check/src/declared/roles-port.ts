/** The roles that the files make, as core reads roles. */
import { parseRoleArn, type Reads } from "@pullpass/core";
import { isFilled, Open, textOf, type Value } from "../worlds/value.ts";
import { closedPolicy } from "./close.ts";
import type { DeclaredRole } from "./declared.ts";
import { type InWorld, OnlyNamed, policyText } from "./in-world.ts";
import { tagsFrom } from "./tags.ts";

export function rolesPort(world: InWorld): Reads["roles"] {
  const { declared, around, project } = world;
  const { account, awsPolicy } = around;
  const declaredRole = (name: string) =>
    declared.roles.find((role) => role.name === name && role.arn === project.role);
  const documentOf = async (arn: Value): Promise<string | undefined> => {
    const text = textOf(arn);
    const made = declared.policies.find((policy) => policy.arn === text);
    if (made !== undefined) return policyText(made.document, world, undefined);
    const known = text === undefined ? undefined : awsPolicy(text);
    if (known !== undefined) return known;
    if (account !== undefined && text !== undefined) return account.roles.managedPolicy(text);
    const open =
      arn instanceof Open ? arn : new Open(`the policy ${text}, which is not in the files`, "policy");
    const deniesToo = text === undefined || !/^arn:[^:]+:iam::aws:policy\//.test(text);
    return JSON.stringify(closedPolicy(open, { principal: undefined, deniesToo }, world.choose));
  };
  const missing = (name: string) =>
    new OnlyNamed(name, `${roleReason(world) ?? `the role ${name}, which is not in the files`}`);

  return {
    async read(name) {
      const role = declaredRole(name);
      if (role === undefined) {
        if (account !== undefined && !isFilled(name)) return account.roles.read(name);
        throw missing(name);
      }
      const { boundary } = role;
      return {
        arn: parseRoleArn(role.arn),
        name: role.name,
        tags: tagsFrom(role.tags),
        id: undefined,
        trust: policyText(role.trust, world, { Service: "codebuild.amazonaws.com" }),
        boundaryArn: boundary === undefined ? undefined : (textOf(boundary) ?? openBoundary),
      };
    },
    async inlinePolicies(name) {
      const role = declaredRole(name);
      if (role === undefined) {
        if (account !== undefined && !isFilled(name)) return account.roles.inlinePolicies(name);
        throw missing(name);
      }
      return inlineOf(role, world);
    },
    async managedPolicies(name) {
      const role = declaredRole(name);
      if (role === undefined) {
        if (account !== undefined && !isFilled(name)) return account.roles.managedPolicies(name);
        throw missing(name);
      }
      const texts = new Map<string, string>();
      for (const [index, arn] of role.attached.entries()) {
        const text = await documentOf(arn);
        if (text !== undefined) texts.set(textOf(arn) ?? `attached policy ${index + 1}`, text);
      }
      return texts;
    },
    async managedPolicy(arn) {
      const role = declared.roles.find((each) => each.arn === project.role);
      return documentOf(arn === openBoundary && role !== undefined ? role.boundary : arn);
    },
  };
}

/** Stands for a boundary of which the ARN is open. */
const openBoundary = "open boundary";

function roleReason({ meant }: InWorld): string | undefined {
  return meant.role instanceof Open ? meant.role.reason : undefined;
}

function inlineOf(role: DeclaredRole, world: InWorld): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { name, document, maybe } of role.inline) {
    const use = { principal: undefined, deniesToo: true };
    const isThere = maybe === undefined || world.choose({ key: "policies", ways: 2, reason: maybe }) === 0;
    if (isThere) texts.set(name, JSON.stringify(closedPolicy(document, use, world.choose)));
  }
  if (role.unseen !== undefined) {
    const open = new Open(role.unseen, "policies");
    const use = { principal: undefined, deniesToo: true };
    texts.set("other policies", JSON.stringify(closedPolicy(open, use, world.choose)));
  }
  return texts;
}
