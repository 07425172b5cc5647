/**
 * What CloudFormation's functions come to, as far as the template tells.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
import {
  firstOpen,
  isList,
  isObject,
  joinedText,
  listOf,
  member,
  Open,
  textOf,
  type Value,
} from "../worlds/value.ts";

/** What stands behind the names in a template. */
export interface Names {
  /** `Ref` of a parameter, a resource or a pseudo parameter. */
  readonly ref: (name: string) => Value;
  readonly attribute: (resource: string, attribute: string) => Value;
  readonly condition: (name: string) => boolean;
  readonly mapping: (map: string, top: string, second: string) => Value;
  readonly imported: (name: string) => Value;
}

/** Deeper than any template is nested; a condition or an output that names itself comes here, too. */
const depthMax = 100;

/** The value with every function in it worked out; `undefined` where `AWS::NoValue` stands. */
export function resolve(value: Value, names: Names, depth = 0): Value {
  if (depth > depthMax) return new Open("a function that never ends", "function");
  if (typeof value === "string") return withDynamicReferences(value);
  const inner = (each: Value) => resolve(each, names, depth + 1);
  if (isList(value)) return value.map(inner).filter((each) => each !== undefined);
  if (!isObject(value)) return value;
  const [[name, argument] = [], ...more] = Object.entries(value);
  const work = name === undefined || more.length > 0 ? undefined : functions[name];
  if (work !== undefined) return work(argument, { names, inner });
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]): readonly (readonly [string, Value])[] => {
      const worked = inner(each);
      return worked === undefined ? [] : [[key, worked]];
    }),
  );
}

/** Does the condition hold? */
export function holds(condition: Value, names: Names, depth = 0): boolean | Open {
  if (depth > depthMax) return new Open("a condition that never ends", "condition");
  const inner = (each: Value) => holds(each, names, depth + 1);
  if (!isObject(condition)) return new Open("a condition of an unknown form", "condition");
  const [[name, argument] = []] = Object.entries(condition);
  const parts = () => listOf(argument).map(inner);
  switch (name) {
    case "Condition":
      return names.condition(textOf(argument) ?? "");
    case "Fn::Not": {
      const [part = new Open("a condition of an unknown form", "condition")] = parts();
      return part instanceof Open ? part : !part;
    }
    case "Fn::And":
      return combined(parts(), false);
    case "Fn::Or":
      return combined(parts(), true);
    case "Fn::Equals": {
      const [one, other] = listOf(argument).map((each) => resolve(each, names, depth + 1));
      const open = [one, other].find((each) => each instanceof Open);
      return open instanceof Open ? open : JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
    }
    default:
      return new Open("a condition of an unknown form", "condition");
  }
}

/** One part that is `decisive` decides. */
function combined(parts: readonly (boolean | Open)[], decisive: boolean): boolean | Open {
  if (parts.includes(decisive)) return decisive;
  return parts.find((part) => part instanceof Open) ?? !decisive;
}

interface Around {
  readonly names: Names;
  readonly inner: (value: Value) => Value;
}

type Work = (argument: Value, around: Around) => Value;

const functions: Readonly<Record<string, Work>> = {
  Ref: (argument, { names }) => names.ref(textOf(argument) ?? ""),
  "Fn::GetAtt": (argument, { names, inner }) => {
    const [resource, attribute] =
      typeof argument === "string"
        ? splitOnce(argument)
        : listOf(argument).map((each) => textOf(inner(each)));
    return resource === undefined || attribute === undefined
      ? unknownForm("Fn::GetAtt")
      : names.attribute(resource, attribute);
  },
  "Fn::Sub": (argument, { names, inner }) => {
    const [template, variables] = isList(argument) ? argument : [argument];
    if (typeof template !== "string") return unknownForm("Fn::Sub");
    const own = variables === undefined ? {} : variables;
    const parts = template.split(/(\$\{[^{}]*\})/).map((part): Value => {
      const name = /^\$\{([^{}]*)\}$/.exec(part)?.[1]?.trim();
      if (name === undefined) return withDynamicReferences(part);
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      const given = member(own, name);
      if (given !== undefined) return inner(given);
      const [resource, attribute] = splitOnce(name);
      return attribute === undefined ? names.ref(name) : names.attribute(resource, attribute);
    });
    return joinedText(parts, "");
  },
  "Fn::Join": (argument, { inner }) => {
    const [separator, parts] = listOf(argument);
    const worked = inner(parts);
    if (worked instanceof Open) return new Open(worked.reason, worked.label);
    return joinedText(listOf(worked), textOf(separator) ?? "");
  },
  "Fn::Select": (argument, { inner }) => {
    const [index, items] = listOf(argument).map(inner);
    if (items instanceof Open) return new Open(items.reason, items.label);
    const item = listOf(items)[Number(textOf(index))];
    return item === undefined ? unknownForm("Fn::Select") : item;
  },
  "Fn::Split": (argument, { inner }) => {
    const [separator, text] = listOf(argument).map(inner);
    if (text instanceof Open) return new Open(text.reason, text.label);
    return (textOf(text) ?? "").split(textOf(separator) ?? ",");
  },
  "Fn::If": (argument, { names, inner }) => {
    const [condition, yes, no] = listOf(argument);
    return inner(names.condition(textOf(condition) ?? "") ? yes : no);
  },
  "Fn::FindInMap": (argument, { names, inner }) => {
    const [map, top, second, options] = listOf(argument).map(inner);
    const open = [map, top, second].find((each) => each instanceof Open);
    if (open instanceof Open) return new Open(open.reason, open.label);
    const found = names.mapping(textOf(map) ?? "", textOf(top) ?? "", textOf(second) ?? "");
    const missing = new Open(`the mapping ${textOf(map)}, which has no ${textOf(top)}`, "mapping");
    return found ?? member(options, "DefaultValue") ?? missing;
  },
  "Fn::ImportValue": (argument, { names, inner }) => {
    const name = inner(argument);
    return name instanceof Open
      ? new Open(`an import, by ${name.reason}`, "import")
      : names.imported(textOf(name) ?? "");
  },
  "Fn::Base64": (argument, { inner }) => {
    const text = inner(argument);
    return typeof text === "string"
      ? Buffer.from(text).toString("base64")
      : new Open("a text in Base64", "text");
  },
  "Fn::ToJsonString": (argument, { inner }) => {
    const worked = inner(argument);
    const open = firstOpen(worked);
    return open === undefined ? JSON.stringify(worked) : new Open(open.reason, open.label);
  },
  "Fn::GetAZs": () => new Open("the zones of the Region", "zones"),
  "Fn::Cidr": () => new Open("a range of addresses", "range"),
  "Fn::Transform": (argument) =>
    new Open(`what the macro ${textOf(member(argument, "Name")) ?? ""} makes`, "macro"),
};

/**
 * A secret's value comes where it stands; what a parameter store holds is open.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
function withDynamicReferences(text: string): Value {
  const parameter = /\{\{resolve:ssm(?:-secure)?:([^:}]*)[^}]*\}\}/.exec(text);
  if (parameter === null) return text;
  const name = parameter[1] ?? "";
  const { reason, label, filled } = new Open(`the value of the SSM parameter ${name}`, name);
  const withIn = (word: string) => text.replaceAll(/\{\{resolve:ssm(?:-secure)?:[^}]*\}\}/g, word);
  return new Open(reason, label, { pattern: withIn("*"), filled: withIn(filled) });
}

function splitOnce(text: string): [string, string | undefined] {
  const dot = text.indexOf(".");
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}

function unknownForm(name: string): Open {
  return new Open(`${name} in a form that is not known`, "function");
}
