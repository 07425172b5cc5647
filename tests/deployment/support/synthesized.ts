/** The stacks as the CDK synthesizes them, with any options. */
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { forwarding } from "../../../stacks/forwarding.ts";
import { defaults, type Options } from "../../../stacks/options.ts";
import { pullpass } from "../../../stacks/pullpass.ts";

export function pullpassStack(options: Partial<Options> = {}): Stack {
  const stack = new Stack(new App({ autoSynth: false }), "pullpass");
  pullpass({ stack }, { ...defaults, ...options });
  return stack;
}

/** In `region`, or where it is deployed. */
export function forwardingStack(forwardTo: string, options: Partial<Options> = {}, region?: string): Stack {
  const env = region === undefined ? {} : { env: { region, account: "111122223333" } };
  const stack = new Stack(new App({ autoSynth: false }), "forwarding", env);
  forwarding({ stack }, { ...defaults, ...options, forwardTo });
  return stack;
}

/** Once for the same options: a template is only read. */
export function synthesized(options: Partial<Options> = {}): Template {
  const key = JSON.stringify(options);
  const made = templates.get(key) ?? Template.fromStack(pullpassStack(options));
  templates.set(key, made);
  return made;
}

const templates = new Map<string, Template>();

/** The options that add the most. */
export const everything: Partial<Options> = {
  customerManagedKey: true,
  xray: true,
  searchRegions: ["us-east-1"],
  notices: [
    { to: "oncall@example.com" },
    { to: "https://example.com/hook", filter: { severity: ["high"] } },
    { to: "arn:aws:sqs:eu-central-1:111122223333:notices" },
    { to: "arn:aws:lambda:eu-central-1:111122223333:function:notices" },
  ],
};
