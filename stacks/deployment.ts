/** What is deployed, for SST, for the CDK and for plain CloudFormation alike. */
import type { Stack } from "aws-cdk-lib";
import config from "../pullpass.config.ts";
import { forwarding } from "./forwarding.ts";
import type { Options } from "./options.ts";
import { pullpass } from "./pullpass.ts";
import { InvalidOptions, readOptions } from "./read-options.ts";

/** One stack; the names of what it becomes begin with `name`. */
export interface Deployment {
  readonly name: string;
  readonly options: Options;
  readonly fill: (context: { readonly stack: Stack }) => void;
}

/** As `pullpass.config.ts` has it, and PULLPASS_OPTIONS over it. @throws InvalidOptions */
export function deployment(environment: Readonly<Record<string, string | undefined>>): Deployment {
  const options = readOptions({ ...config, ...overrides(environment.PULLPASS_OPTIONS) });
  const { forwardTo } = options;
  if (forwardTo === false) {
    return { name: "pullpass", options, fill: ({ stack }) => pullpass({ stack }, options) };
  }
  const fill = ({ stack }: { stack: Stack }) => forwarding({ stack }, { ...options, forwardTo });
  return { name: `pullpass-forwarding-to-${forwardTo}`, options, fill };
}

/** For what differs between deployments from one checkout: `{"mode":"plan"}`. */
function overrides(json: string | undefined): object {
  if (json === undefined || json.trim() === "") return {};
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // It is told below, like any other text that is not an object.
  }
  throw new InvalidOptions([`PULLPASS_OPTIONS is ${json}, and takes a JSON object: {"mode":"plan"}`]);
}
