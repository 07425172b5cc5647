/** The projects that an audit puts together under a cause: for the commands that mend all of them. */
import { filtered } from "@pullpass/audit";
import type { Account } from "../aws/account.ts";
import type { ViewOptions } from "../command-options.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";
import { filterFrom } from "./filter-options.ts";
import { runAudit } from "./run-audit.ts";

/** Their names, of the account's one Region. @throws UserError if no project has the cause any more */
export async function projectsWithCause(
  cause: readonly string[],
  account: Account,
  options: ViewOptions,
  out: Terminal,
): Promise<readonly string[]> {
  const target = { projects: "all", allRegions: false, checkRegistries: false } as const;
  const report = await runAudit(target, account, { ...options, region: [account.region] }, out);
  const filter = filterFrom({ cause });
  const names = filter === null ? [] : [...filtered(report, filter).projects].map(({ name }) => name);
  if (names.length > 0) return names;
  throw new UserError(
    `No project in ${account.region} has the cause ${cause.join(" or ")}.`,
    "Its id changes with what is wrong and how it is mended: run pullpass audit again.",
  );
}

export const causeText = "projects with that cause, as pullpass audit tells them; may be repeated";
