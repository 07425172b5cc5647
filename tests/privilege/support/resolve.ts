/** What CloudFormation makes of a template's intrinsic functions. */

/** What things are called once they are there. */
export interface Names {
  ref(logicalId: string): string;
  attribute(logicalId: string, name: string): string;
}

/** @throws Error on a function that it does not know */
export function resolve(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, names));
  if (typeof value !== "object" || value === null) return value;
  const [name = "", ...more] = Object.keys(value);
  if (more.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) {
    return call(name, (value as Record<string, unknown>)[name], names);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, names)]));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
function call(name: string, argument: unknown, names: Names): unknown {
  switch (name) {
    case "Ref":
      return names.ref(String(argument));
    case "Fn::GetAtt": {
      const [logicalId = "", ...path] = Array.isArray(argument) ? argument : String(argument).split(".");
      return names.attribute(logicalId, path.join("."));
    }
    case "Fn::Join": {
      const [separator, parts] = argument as [string, unknown];
      return (resolve(parts, names) as string[]).join(separator);
    }
    case "Fn::Sub":
      return substitute(argument, names);
    case "Fn::Split": {
      const [separator, text] = argument as [string, unknown];
      return String(resolve(text, names)).split(separator);
    }
    case "Fn::Select": {
      const [index, list] = argument as [number | string, unknown];
      return (resolve(list, names) as unknown[])[Number(index)];
    }
    default:
      throw new Error(`The template uses ${name}, which this test cannot resolve.`);
  }
}

function substitute(argument: unknown, names: Names): string {
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, object];
  const given = resolve(variables, names) as Record<string, string>;
  return text.replace(/\$\{([^}]+)\}/g, (whole, key: string) => {
    if (key.startsWith("!")) return `\${${key.slice(1)}}`;
    if (key in given) return given[key] ?? whole;
    const [logicalId = "", ...path] = key.split(".");
    return path.length === 0 ? names.ref(logicalId) : names.attribute(logicalId, path.join("."));
  });
}
