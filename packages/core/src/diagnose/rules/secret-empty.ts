import { storeTheLogin } from "../login/examine-login.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const secretEmpty = projectRule(
  {
    id: "secret-empty",
    severity: "high",
    about:
      "The project's secret never had a value, as Terraform and replicas leave it at first: there is nothing to read. " +
      "That is all that a diagnosis looks at: whether a value is a login, `pullpass check-credentials` reads.",
  },
  ({ project, found, readsSecret }) => {
    if (!readsSecret || found?.secret.hasValue !== "never") return undefined;
    const { arn, name, region } = found.secret;
    return {
      title: `The secret ${name} of project ${project.name} has no value.`,
      evidence: [["secret", arn]],
      remedy: storeTheLogin({ arn, region }),
      mender: "secret owner",
      blocks: true,
    };
  },
);
