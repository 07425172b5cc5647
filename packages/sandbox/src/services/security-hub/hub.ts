import {
  type DescribeHubRequest,
  type DescribeHubResponse,
  type DisableSecurityHubRequest,
  type DisableSecurityHubResponse,
  type EnableSecurityHubRequest,
  type EnableSecurityHubResponse,
  InvalidInputException,
  ResourceConflictException,
} from "@aws-sdk/client-securityhub";
import type { Operation } from "../../service.ts";
import { hubArn, hubOf, hubPermission, requireHub } from "./state.ts";

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html */
export const describeHub: Operation<DescribeHubRequest, DescribeHubResponse> = {
  permissions: (_input, call) => [hubPermission("DescribeHub", call)],
  run({ HubArn }, call) {
    const { enabledAt } = requireHub(call);
    if (HubArn !== undefined && HubArn !== hubArn(call)) {
      throw new InvalidInputException({ message: `Invalid HubArn ${HubArn}`, $metadata: {} });
    }
    return { HubArn: hubArn(call), SubscribedAt: enabledAt.toISOString(), AutoEnableControls: true };
  },
};

/** Its standards check nothing here. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHub.html */
export const enableSecurityHub: Operation<EnableSecurityHubRequest, EnableSecurityHubResponse> = {
  permissions: (_input, call) => [hubPermission("EnableSecurityHub", call)],
  run(_input, { sandbox, place, now }) {
    const hub = hubOf(sandbox, place);
    if (hub.enabledAt !== undefined) {
      throw new ResourceConflictException({
        message: "Account is already subscribed to Security Hub",
        $metadata: {},
      });
    }
    hub.enabledAt = now;
    return {};
  },
};

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DisableSecurityHub.html */
export const disableSecurityHub: Operation<DisableSecurityHubRequest, DisableSecurityHubResponse> = {
  permissions: (_input, call) => [hubPermission("DisableSecurityHub", call)],
  run(_input, call) {
    requireHub(call);
    hubOf(call.sandbox, call.place).enabledAt = undefined;
    return {};
  },
};
