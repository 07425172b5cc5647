/** Of the SDK's client what is served: the command carries the sandbox along, and all of the client would make it larger. */
export {
  CloudFormationClient,
  DescribeStacks$,
  DescribeStacksCommand,
  ListStackResources$,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
