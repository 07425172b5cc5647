import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import type { Probe } from "./probe.ts";

export interface Options {
  readonly help: boolean;
  readonly list: boolean;
  readonly yes: boolean;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly prefix: string;
  readonly only: readonly string[];
  readonly out: string;
  readonly waitMinutes: number;
  /** A journal of what an earlier run created. */
  readonly remove: string | undefined;
}

/** The command line is wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws UsageError */
export function readOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values } = parsed(argv);
  const prefix = values.prefix ?? `pullpass-prove-${randomBytes(3).toString("hex")}`;
  if (!/^[a-z][a-z0-9-]{2,29}$/.test(prefix))
    throw new UsageError("A prefix has 3 to 30 small letters, digits and hyphens, the first a letter.");
  const waitMinutes = Number(values.wait ?? 15);
  if (!(waitMinutes >= 0 && waitMinutes <= 120)) throw new UsageError("--wait takes 0 to 120 minutes.");
  if (values.account !== undefined && !/^\d{12}$/.test(values.account))
    throw new UsageError("--account takes the twelve digits of an account.");
  return {
    help: values.help ?? false,
    list: values.list ?? false,
    yes: values["yes-create-resources"] ?? false,
    account: values.account,
    region: values.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION,
    prefix,
    only: (values.only ?? []).flatMap((ids) => ids.split(",")),
    out: values.out ?? "prove-results",
    waitMinutes,
    remove: values.remove,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { type: "boolean", short: "h" },
        list: { type: "boolean" },
        "yes-create-resources": { type: "boolean" },
        account: { type: "string" },
        region: { type: "string" },
        prefix: { type: "string" },
        only: { type: "string", multiple: true },
        out: { type: "string" },
        wait: { type: "string" },
        remove: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Those named, in their own order; all if none is. @throws UsageError */
export function chosen(probes: readonly Probe[], { only }: Pick<Options, "only">): readonly Probe[] {
  const unknown = only.find((id) => !probes.some((probe) => probe.id === id));
  if (unknown !== undefined) throw new UsageError(`There is no probe ${unknown}. --list names them.`);
  return only.length === 0 ? probes : probes.filter(({ id }) => only.includes(id));
}

export const help = `npm run prove -- --account 111122223333 --region eu-central-1 --yes-create-resources

Asks a real AWS account what AWS's documentation does not tell and pullpass has to guess. It creates small resources,
all of them with one prefix, and removes every one of them in the end, also after a failure or Ctrl-C.
Beside each answer it puts the one of the sandbox. Use an account in which nothing else matters.

  --yes-create-resources  create them; without it, it only says what it would do and what that costs
  --account ID            the account that is meant; if the credentials are of another, nothing is done
  --region REGION         where (default: AWS_REGION)
  --only ID[,ID]          these probes alone
  --list                  all probes, and what each creates and costs; asks nobody
  --prefix PREFIX         of every name (default: pullpass-prove- and six digits)
  --wait MINUTES          how long to wait for events (default: 15)
  --out FOLDER            where prove.json and prove.md go (default: prove-results)
  --remove FILE           only remove what an earlier run, which was killed, wrote down there
  --help                  this text

Credentials are found as the AWS CLI finds them: AWS_PROFILE, environment, role. With AWS_ENDPOINT_URL another server
is asked in place of AWS. docs/prove.md says what is asked, and which rights that needs.`;
