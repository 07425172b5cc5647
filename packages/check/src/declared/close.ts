/** What is open, decided for one world: in the ways that make a difference to a pull. */
import {
  firstOpen,
  isList,
  isObject,
  listOf,
  Open,
  textOf,
  type Value,
  type ValueObject,
} from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";

/**
 * An image that is open may come from anywhere: each way stands for images that a pull is alike for. A text that is open
 * behind the registry's host alone is one image.
 */
export function closedImage(image: Value, choose: Choose): string {
  if (!(image instanceof Open)) return textOf(image) ?? "";
  const { pattern, reason, label } = image;
  if (/^\*?\d*\*?\.dkr[.-]ecr\b/.test(pattern))
    return `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${label}`;
  const host = pattern.slice(0, pattern.indexOf("/") + 1);
  const isKnown =
    host !== "" && !host.includes("*") && (/[.:]/.test(host) || pattern.startsWith("aws/codebuild/"));
  if (isKnown) return pattern.replaceAll("*", "any");
  return images[choose({ key: "image", ways: images.length, reason: `its image: ${reason}` })] ?? "";
}

const images = [
  "registry.example.com/any/image:1",
  "aws/codebuild/standard:7.0",
  "111122223333.dkr.ecr.eu-west-1.amazonaws.com/any:1",
  "public.ecr.aws/any/image:1",
  "10.0.0.1/any/image:1",
  "not an image",
] as const;

/** One of the ways that a member can be. */
export function closedAs<Way extends string>(
  value: Value,
  ways: readonly [Way, ...Way[]],
  what: string,
  choose: Choose,
): string {
  if (!(value instanceof Open)) return textOf(value) ?? "";
  const choice = { key: what, ways: ways.length, reason: `its ${what}: ${value.reason}` };
  return ways[choose(choice)] ?? ways[0];
}

/** Who asks by the policy, and so whom an open principal may be. */
export interface PolicyUse {
  readonly principal: ValueObject | undefined;
  /** Whether a policy may deny, too; those of AWS's own that are not known are only hoped to allow. */
  readonly deniesToo: boolean;
}

/**
 * A policy with nothing open in it. Between all that it may say there is an order: what is open allows what it can and
 * denies nothing, or the reverse; where both answer alike, so does everything between.
 */
export function closedPolicy(document: Value, use: PolicyUse, choose: Choose): Value {
  if (document instanceof Open) return wholly(document, use, choose);
  if (!isObject(document)) return document;
  if (document.Version instanceof Open || document.Statement instanceof Open) {
    const open = [document.Version, document.Statement].find((each) => each instanceof Open);
    return wholly(open ?? new Open("the policy", "policy"), use, choose);
  }
  const statements = listOf(document.Statement).flatMap((statement) =>
    closedStatement(statement, use, choose),
  );
  return { ...document, Statement: statements };
}

function wholly({ reason }: Open, { principal, deniesToo }: PolicyUse, choose: Choose): ValueObject {
  const effect = isKind(choose, `what policies say: ${reason}`) ? "Allow" : "Deny";
  const whom = principal === undefined ? {} : { Principal: principal };
  const what =
    principal?.Service === undefined ? { Action: "*", Resource: "*" } : { Action: "sts:AssumeRole" };
  const statement = { Effect: effect, ...whom, ...what };
  return { Version: "2012-10-17", Statement: effect === "Deny" && !deniesToo ? [] : [statement] };
}

/** All that is open in policies goes one way. */
function isKind(choose: Choose, reason: string): boolean {
  return choose({ key: "policies", ways: 2, reason }) === 0;
}

function closedStatement(statement: Value, use: PolicyUse, choose: Choose): readonly Value[] {
  if (statement instanceof Open) return listOf(wholly(statement, use, choose).Statement);
  if (!isObject(statement)) return [statement];
  const { Effect: effect } = statement;
  if (effect instanceof Open) return closedStatement(effect, use, choose);
  const matches = (open: Open) => {
    const isFriendly = isKind(choose, `what policies say: ${open.reason}`);
    return (effect === "Allow") === isFriendly;
  };
  const closed: Record<string, Value> = {};
  for (const [key, value] of Object.entries(statement)) {
    const member = closedMember(key, value, { statement, use, matches });
    if (member === nothing) return [];
    if (member !== left) closed[key] = member;
  }
  return [closed];
}

/** The statement does not match; the member makes no difference to whether it does. */
const nothing = Symbol("no statement");
const left = Symbol("left out");

interface AroundMember {
  readonly statement: ValueObject;
  readonly use: PolicyUse;
  readonly matches: (open: Open) => boolean;
}

type ClosedMember = Value | typeof nothing | typeof left;

function closedMember(key: string, value: Value, { statement, use, matches }: AroundMember): ClosedMember {
  switch (key) {
    case "Resource":
    case "Action": {
      // What asks for other things than a pull does is of no interest, whatever it hangs on.
      if (key === "Resource" && !mayMatter(statement)) return closedList(value, () => false);
      return closedList(value, matches);
    }
    case "NotResource":
    case "NotAction":
    case "NotPrincipal": {
      // Left out of what it excludes; the evaluator wants one that is there.
      const open = firstOpen(value);
      if (open === undefined) return value;
      return matches(open) ? withoutOpenItems(value) : nothing;
    }
    case "Principal":
      return closedPrincipal(value, use, matches);
    case "Condition": {
      const open = firstOpen(value);
      if (open === undefined) return value;
      return matches(open) ? withoutOpen(value) : nothing;
    }
    default:
      return firstOpen(value) === undefined ? value : left;
  }
}

function closedList(value: Value, matches: (open: Open) => boolean): ClosedMember {
  const items = listOf(value).flatMap((item) => {
    if (!(item instanceof Open)) return [item];
    if (cannotBe(item.pattern)) return [];
    // Where the same is open in what is asked for, it matches whatever it will be.
    return matches(item) ? [item.pattern] : [item.filled];
  });
  if (items.length === 0) return nothing;
  return isList(value) ? items : items[0];
}

/** The ARN of something else than a secret or a key, whatever is open in it. */
function cannotBe(pattern: string): boolean {
  const service = /^arn:[^:]*:([^:]*):/.exec(pattern)?.[1];
  return service !== undefined && !service.includes("*") && !/^(?:secretsmanager|kms|iam|sts)$/.test(service);
}

/** Whether one of the actions may be one of a pull's. */
function mayMatter(statement: ValueObject): boolean {
  if (statement.NotAction !== undefined) return true;
  return listOf(statement.Action).some((action) => {
    const text = action instanceof Open ? action.pattern : (textOf(action) ?? "");
    const service = text.split(":")[0]?.toLowerCase() ?? "";
    return service.includes("*") || /^(?:secretsmanager|kms|sts)$/.test(service);
  });
}

function closedPrincipal(
  value: Value,
  { principal }: PolicyUse,
  matches: (open: Open) => boolean,
): ClosedMember {
  if (value instanceof Open) return matches(value) ? principal : nothing;
  if (!isObject(value)) return value;
  const closed: Record<string, Value> = {};
  for (const [type, given] of Object.entries(value)) {
    const known = listOf(given).filter((each) => !(each instanceof Open));
    const [open] = listOf(given).filter((each) => each instanceof Open);
    if (known.length > 0) closed[type] = isList(given) ? known : known[0];
    if (open instanceof Open && principal !== undefined && matches(open)) {
      for (const [kind, whom] of Object.entries(principal)) {
        closed[kind] = [...listOf(closed[kind]), whom];
      }
    }
  }
  return Object.keys(closed).length === 0 ? nothing : closed;
}

/** What an exclusion leaves out for sure; an ARN of nothing where that is not known at all. */
function withoutOpenItems(value: Value): Value {
  const known = listOf(value).filter((each) => firstOpen(each) === undefined);
  return known.length > 0 ? known : ["arn:aws:none:::none"];
}

/** Conditions without the keys of which something is open. */
function withoutOpen(condition: Value): ClosedMember {
  if (!isObject(condition)) return left;
  const closed = Object.entries(condition).flatMap(([operator, keys]) => {
    if (!isObject(keys)) return [];
    const known = Object.entries(keys).filter(([, value]) => firstOpen(value) === undefined);
    return known.length === 0 ? [] : [[operator, Object.fromEntries(known)] as const];
  });
  return closed.length === 0 ? left : Object.fromEntries(closed);
}
