/** When pullpass last wrote a role's policy, in the role's partition. */
import * as v from "valibot";
import { fromBody, type Item, type ItemKey, readable, toBody } from "../../ledger/item.ts";
import { rolePartition } from "../../ledger/partition.ts";
import { PolicyWrittenSchema } from "../../ledger/schemas.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import type { RoleArn } from "../../model/arn.ts";
import type { PolicyWritten } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import type { Table } from "./table.ts";

export function policyWrittenIn(table: Table): Pick<Ledger, "policyWritten"> {
  return {
    async policyWritten(role, region) {
      const item = await table.get(keyOf(role, region));
      const [written] = readable(item === undefined ? [] : [item], readPolicyWritten);
      return written;
    },
  };
}

export function policyWrittenItem(
  role: RoleArn,
  region: string,
  written: PolicyWritten,
  expiresAt: number,
): Item {
  return { ...keyOf(role, region), type: "policy", body: toBody(written), [ttlAttribute]: expiresAt };
}

function readPolicyWritten(item: Item): PolicyWritten {
  return v.parse(PolicyWrittenSchema, fromBody(item));
}

function keyOf(role: RoleArn, region: string): ItemKey {
  return { pk: rolePartition(role, region), sk: "policy" };
}
