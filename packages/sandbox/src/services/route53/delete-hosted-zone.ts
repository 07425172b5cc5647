import type { DeleteHostedZoneRequest, DeleteHostedZoneResponse } from "@aws-sdk/client-route-53";
import type { Operation } from "../../service.ts";
import { requireZone, zonePermission, zoneStore } from "./zone.ts";

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html */
export const deleteHostedZone: Operation<DeleteHostedZoneRequest, DeleteHostedZoneResponse> = {
  permissions: ({ Id }, call) => [zonePermission("DeleteHostedZone", Id, call)],
  run({ Id }, call) {
    const { sandbox, place, now } = call;
    const { id } = requireZone(Id, call);
    zoneStore(sandbox, place.account).delete(id);
    return { ChangeInfo: { Id: `/change/C${id.slice(1, 14)}`, Status: "PENDING", SubmittedAt: now } };
  },
  trail: ({ Id }, { ChangeInfo }) => ({
    requestParameters: { id: Id },
    responseElements: ChangeInfo ? { changeInfo: { id: ChangeInfo.Id, status: ChangeInfo.Status } } : null,
  }),
};
