import type {
  ListParentsRequest,
  ListParentsResponse,
  ListRootsRequest,
  ListRootsResponse,
} from "@aws-sdk/client-organizations";
import type { Operation } from "../../service.ts";
import { requireChild, requireReadable } from "./find.ts";
import { page } from "./page.ts";

/** There is one. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html */
export const listRoots: Operation<ListRootsRequest, ListRootsResponse> = {
  permissions: () => [{ action: "organizations:ListRoots", resource: "*" }],
  run(input, call) {
    const roots = [...requireReadable(call).nodes.values()].filter(({ kind }) => kind === "ROOT");
    const { items, ...rest } = page(roots, input);
    const Roots = items.map(({ id, arn, name }) => ({
      Id: id,
      Arn: arn,
      Name: name,
      PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" } as const],
    }));
    return { Roots, ...rest };
  },
};

/** A unit or account has one parent. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html */
export const listParents: Operation<ListParentsRequest, ListParentsResponse> = {
  permissions: () => [{ action: "organizations:ListParents", resource: "*" }],
  run({ ChildId, ...request }, call) {
    const { parent } = requireChild(ChildId, requireReadable(call));
    const { items, ...rest } = page(parent ? [parent] : [], request);
    const Parents = items.map(({ id, kind }) => ({
      Id: id,
      Type: kind === "ROOT" ? ("ROOT" as const) : ("ORGANIZATIONAL_UNIT" as const),
    }));
    return { Parents, ...rest };
  },
};
