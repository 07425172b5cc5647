import { ownPolicyName, type RoleArn, roleName } from "../../model/arn.ts";
import type { RemedyStep } from "../../model/remedy.ts";
import type { Settings } from "../../model/settings.ts";
import { command } from "../../notice/shell.ts";
import { isDenied } from "../access/remedy.ts";
import type { ProjectFacts } from "../project-facts.ts";
import type { RoleVerdict } from "../role-verdict.ts";
import { type Judgement, type RuleContext, roleRule } from "./rule.ts";

/** What IAM lets a deployment write to is what its options say: nothing of this is found out by an AccessDenied. */
export const roleOutOfReach = roleRule(
  {
    id: "role-out-of-reach",
    severity: "high",
    about:
      "A project that a secret consents to runs as a role that this deployment may not touch: `rolePattern` or `rolePath` " +
      "leaves it out, or it lacks what `requiredBoundary` or `requiredRoleTag` requires. It is high where the role " +
      "certainly cannot read the secret, and where a role that is left out by its name or path keeps a grant that is to go: " +
      "pullpass cannot take it away.",
  },
  (facts, context) => {
    const { role, limits, snapshot } = context;
    if (role.kind !== "left-out" && role.kind !== "lacking") return undefined;
    if (limits.outOfReach.size > 0) return stuck(context);
    if (facts.need.kind !== "secret") return undefined;
    return {
      title: `pullpass may not give the role ${snapshot.work.role} access: ${reasonOf(role, context.settings)}.`,
      evidence: [["role", snapshot.work.role]],
      ...wayIn(role, facts, context),
      blocks: isDenied(facts),
      severity: "medium",
    };
  },
);

type OutOfReach = Extract<RoleVerdict, { kind: "left-out" | "lacking" }>;

function reasonOf(role: OutOfReach, settings: Settings): string {
  if (role.kind === "left-out") {
    const part = role.by === "rolePattern" ? "name" : "path";
    return `its ${part} is outside the deployment's ${role.by} ${settings[role.by]}`;
  }
  if (role.what === "requiredBoundary") {
    return `it does not carry the permissions boundary ${settings.requiredBoundary}`;
  }
  const { key = "", value = "" } = settings.requiredRoleTag ?? {};
  return `it does not carry the tag ${key} with the value ${value}`;
}

function wayIn(
  role: OutOfReach,
  { project }: ProjectFacts,
  { snapshot, settings }: RuleContext,
): Pick<Judgement, "mender" | "remedy"> {
  const name = roleName(snapshot.work.role);
  if (role.kind === "left-out") {
    const value = `the ARN of a role that the deployment's ${role.by} ${settings[role.by]} covers`;
    return {
      mender: "project owner",
      remedy: [{ kind: "member", project: project.name, member: "serviceRole", value }],
    };
  }
  const words =
    role.what === "requiredBoundary"
      ? ["put-role-permissions-boundary", "--role-name", name, "--permissions-boundary", boundaryOf(settings)]
      : ["tag-role", "--role-name", name, "--tags", JSON.stringify([tagOf(settings)])];
  const purpose =
    "If the role is for builds, say so; pullpass goes on by itself, with the next sweep at the latest.";
  return {
    mender: "role owner",
    remedy: [{ kind: "command", purpose, command: command("aws", ["iam", ...words]) }],
  };
}

const boundaryOf = ({ requiredBoundary = "" }: Settings) => requiredBoundary;
const tagOf = ({ requiredRoleTag }: Settings) => ({
  Key: requiredRoleTag?.key,
  Value: requiredRoleTag?.value,
});

/** Somebody can read who should not, and pullpass cannot help it. */
function stuck({ snapshot, settings, limits }: RuleContext): Judgement {
  const { role, region } = snapshot.work;
  return {
    title: `The role ${role} keeps access that was withdrawn: this deployment may not change it.`,
    evidence: [
      ["role", role],
      ...[...limits.outOfReach.values()].sort().map((why) => ["withdrawn", why] as const),
    ],
    remedy: [deletion(role, ownPolicyName(settings.policyName, region))],
    mender: "role owner",
    blocks: false,
    severity: "high",
  };
}

function deletion(role: RoleArn, policyName: string): RemedyStep {
  const words = ["iam", "delete-role-policy", "--role-name", roleName(role), "--policy-name", policyName];
  return {
    kind: "command",
    purpose: "Delete the policy that pullpass wrote to the role; it holds nothing but such grants.",
    command: command("aws", words),
  };
}
