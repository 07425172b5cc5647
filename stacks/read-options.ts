/** Options as a person gave them, looked at before anything is made of them. */
import { forms } from "@pullpass/functions/deployment";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as v from "valibot";
import { protocolOf } from "./notices.ts";
import { defaults, type Options } from "./options.ts";

/** Names every option that is wrong, what it is, and what it takes. */
export class InvalidOptions extends Error {
  constructor(problems: readonly string[]) {
    super(`pullpass cannot be deployed: ${problems.join("; ")}`);
    this.name = "InvalidOptions";
  }
}

/** What was given, over the defaults. @throws InvalidOptions */
export function readOptions(given: unknown): Options {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new InvalidOptions([
      `the options are ${JSON.stringify(given)}, and take an object: { mode: "plan" }`,
    ]);
  }
  const options: Record<string, unknown> = { ...defaults, ...given };
  const read = v.safeParse(schema, options);
  if (!read.success) throw new InvalidOptions(read.issues.map((issue) => problem(issue, options)));
  const { sharedRoles, bindGrants } = read.output;
  if (sharedRoles === "refuse" && bindGrants === "off") {
    throw new InvalidOptions([
      'sharedRoles is "refuse", and takes bindGrants "ifExists" or "strict": of a grant that is the whole role\'s nobody knows in time who shares it',
    ]);
  }
  return read.output;
}

function problem({ path, message }: v.BaseIssue<unknown>, given: Readonly<Record<string, unknown>>): string {
  const name = String(path?.[0]?.key);
  if (!Object.hasOwn(defaults, name)) {
    return `${name} is not an option; there are ${Object.keys(defaults).join(", ")}`;
  }
  return `${name} is ${JSON.stringify(given[name])}, and takes ${message}`;
}

/** The longest that two sweeps may be apart: an alarm's two periods of it must fit into seven days. */
const sweepMinutesMax = 24 * 60;

const retentions = Object.values(RetentionDays)
  .filter((days) => typeof days === "number" && days !== RetentionDays.INFINITE)
  .map(Number);

const yesOrNo = v.boolean("true or false");
const whole = (min: number, max: number, form: string) =>
  v.pipe(v.number(form), v.integer(form), v.minValue(min, form), v.maxValue(max, form));

const subscriptionForm =
  'a list of { to: "an address, an https URL, or the ARN of a queue or function", filter: { severity: ["high"] } }';
const subscription = v.strictObject(
  {
    to: v.pipe(
      v.string(subscriptionForm),
      v.check((to) => protocolOf(to) !== undefined, subscriptionForm),
    ),
    filter: v.exactOptional(
      v.record(
        v.string(),
        v.array(
          v.union([v.string(), v.number(), v.record(v.string(), v.unknown())], subscriptionForm),
          subscriptionForm,
        ),
        subscriptionForm,
      ),
    ),
  },
  subscriptionForm,
);

const home = "the Region of a pullpass, eu-central-1, or false";
const reservation = "a whole number from 2 to 100, or false";

const schema = v.strictObject({
  mode: forms.mode,
  tagPrefix: forms.tagPrefix,
  policyName: forms.policyName,
  rolePattern: forms.rolePattern,
  rolePath: forms.rolePath,
  requiredBoundary: forms.requiredBoundary.orFalse,
  requiredRoleTag: forms.requiredRoleTag.orFalse,
  projectPattern: forms.projectPattern,
  searchRegions: v.array(
    v.pipe(v.string(), v.check(forms.isRegion, 'a list of Regions: ["us-east-1"]')),
    'a list of Regions: ["us-east-1"]',
  ),
  sweepMinutes: whole(5, sweepMinutesMax, `whole minutes from 5 to ${sweepMinutesMax}, a day`),
  normalization: forms.normalization,
  bindGrants: forms.bindGrants,
  sharedRoles: forms.sharedRoles,
  notices: v.array(subscription, subscriptionForm),
  chat: yesOrNo,
  collectMinutes: whole(0, forms.collectMinutesMax, forms.collectMinutesForm),
  summary: forms.summary,
  securityHub: yesOrNo,
  logRetentionDays: v.picklist(retentions, `one of ${retentions.join(", ")}`),
  customerManagedKey: yesOrNo,
  kms: yesOrNo,
  registryChecks: yesOrNo,
  bulkReads: yesOrNo,
  credentialChecks: yesOrNo,
  retryBuilds: yesOrNo,
  alarms: yesOrNo,
  dashboard: yesOrNo,
  metrics: yesOrNo,
  xray: yesOrNo,
  reservedConcurrency: v.union([v.literal(false), whole(2, 100, reservation)], reservation),
  forwardTo: v.union([v.literal(false), v.pipe(v.string(home), v.check(forms.isRegion, home))], home),
} satisfies Readonly<Record<keyof Options, unknown>>);
