import type { Account } from "./account.ts";

/** Did nothing fail, and no function end before its time? */
export const isSmooth = ({ faults, functions }: Pick<Account, "faults" | "functions">) =>
  faults.count() === 0 && functions.crashed.size === 0;
