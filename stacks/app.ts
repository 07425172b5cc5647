/** For `cdk deploy` and everything else the CDK can do with it: `cdk.json` names this file. */
import { App, Stack } from "aws-cdk-lib";
import { deployment } from "./deployment.ts";
import { regionOf } from "./region.ts";

/** What the CDK takes where it finds no Region. https://docs.aws.amazon.com/cdk/v2/guide/configure-env.html */
const cdkFallback = "us-east-1";

const { name, fill } = deployment(process.env);
// The CDK found an account, so this may be deployed; without one it is a template for any account.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: found = cdkFallback } = process.env;
const region = account !== undefined && found === cdkFallback ? await regionOf(process.env) : found;
const env = account === undefined ? undefined : { account, region };

fill({ stack: new Stack(new App(), name, env && { env }) });
