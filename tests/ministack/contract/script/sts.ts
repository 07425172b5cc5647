import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Script } from "./script.ts";

export const sts: Script = ({ iam, sts }) => {
  let account = "";
  const assume = (name: string, RoleSessionName = "jane") =>
    sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/${name}`, RoleSessionName }));
  return {
    GetCallerIdentity: async () => {
      const identity = await sts.send(new GetCallerIdentityCommand({}));
      account = identity.Account ?? "";
      return identity;
    },
    "iam:CreateRole for people": async () => {
      const Principal = { AWS: `arn:aws:iam::${account}:root` };
      const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await iam.send(new CreateRoleCommand({ RoleName: "people", AssumeRolePolicyDocument }));
    },
    AssumeRole: () => assume("people"),
    "AssumeRole with a name of one letter": () => assume("people", "j"),
    "AssumeRole of none": () => assume("none"),
  };
};
