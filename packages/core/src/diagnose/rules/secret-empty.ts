import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const secretEmpty = projectRule(
  {
    id: "secret-empty",
    severity: "high",
    about:
      "The project's secret never had a value, as Terraform and replicas leave it at first: there is nothing to read. " +
      "That is all that pullpass looks at: whether a value is a login is not read.",
  },
  ({ project, found, readsSecret }) => {
    if (!readsSecret || found?.secret.hasValue !== "never") return undefined;
    const { arn, name, region } = found.secret;
    return {
      title: `The secret ${name} of project ${project.name} has no value.`,
      evidence: [["secret", arn]],
      remedy: [
        {
          kind: "command",
          purpose: `Write the login to credential.json, as JSON with "username" and "password", and store it.`,
          command: `aws secretsmanager put-secret-value --region ${region} --secret-id ${arn} --secret-string file://credential.json`,
        },
      ],
      mender: "secret owner",
      blocks: true,
    };
  },
);
