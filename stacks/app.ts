/** For `cdk deploy` and everything else the CDK can do with it: `cdk.json` names this file. */
import { App, Stack } from "aws-cdk-lib";
import { deployment } from "./deployment.ts";

const { name, fill } = deployment(process.env);
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const env = account === undefined || region === undefined ? undefined : { account, region };

fill({ stack: new Stack(new App(), name, env && { env }) });
