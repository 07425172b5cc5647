/** `aws …` as the AWS command line reads it, sent to the sandbox as an administrator. */
import type { Sandbox } from "../../../packages/sandbox/src/index.ts";

/** What the files hold that a remedy asks a person to write. */
export type Files = Readonly<Record<string, string>>;

export async function aws(sandbox: Sandbox, words: readonly string[], files: Files, home: string) {
  const [service = "", operation = "", ...options] = words;
  let region = home;
  const input: Record<string, unknown> = {};
  for (let index = 0; index < options.length; index += 2) {
    const [flag = "", value = ""] = options.slice(index, index + 2);
    if (flag === "--region") region = value;
    else if (flag !== "--profile") input[memberOf(service, flag)] = readValue(value, files);
  }
  return administrator(sandbox, region)(service, pascal(operation), input);
}

export function administrator(sandbox: Sandbox, region: string, account = sandbox.account) {
  const caller = { kind: "administrator", arn: `arn:aws:iam::${account}:root`, account } as const;
  const place = { partition: "aws", account, region };
  return async (
    service: string,
    operation: string,
    input: object,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const withToken =
      operation === "PutSecretValue" || operation === "UpdateSecret"
        ? { ClientRequestToken: sandbox.ids.uuid(), ...input }
        : input;
    const reply = await sandbox.call(service, operation, withToken, { caller, place });
    return typeof reply === "object" && reply !== null ? { ...reply } : {};
  };
}

function pascal(kebab: string): string {
  return kebab.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function memberOf(service: string, flag: string): string {
  const name = pascal(flag.slice(2));
  return service === "codebuild" ? `${name[0]?.toLowerCase()}${name.slice(1)}` : name;
}

function readValue(value: string, files: Files): unknown {
  if (value.startsWith("file://")) {
    const text = files[value.slice("file://".length)];
    if (text === undefined) throw new Error(`no remedy said what ${value} is to hold`);
    return text;
  }
  if (value.startsWith("[")) return JSON.parse(value);
  const shorthand = /^(\w+)=([\w-]+)$/.exec(value);
  return shorthand === null ? value : [{ [shorthand[1] ?? ""]: shorthand[2] }];
}
