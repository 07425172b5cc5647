/** `npm run synth`: for those who use neither SST nor the CDK, a plain template, and what to do with it. */
import { join } from "node:path";
import { type Deployment, deployment } from "./deployment.ts";
import { writePlainTemplate } from "./plain-template.ts";
import { InvalidOptions } from "./read-options.ts";

const [, , folder = "cloudformation"] = process.argv;

try {
  const wanted = deployment(process.env);
  const file = writePlainTemplate(wanted, folder);
  process.stdout.write(nextSteps(wanted, file));
} catch (error) {
  if (!(error instanceof InvalidOptions)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function nextSteps({ name, options: { forwardTo } }: Deployment, file: string): string {
  const isForwarding = forwardTo !== false;
  const made = isForwarding ? "" : ", and the functions' code is beside it";
  const region = isForwarding ? ` of the Region to forward from (us-east-1 for IAM's events)` : "";
  return `
The template is ${join(folder, file)}${made}.
With AWS credentials and the Region in the environment${region}:

  cd ${folder}
  aws s3 mb s3://BUCKET   # unless you have one there
  aws cloudformation package --template-file ${file} --s3-bucket BUCKET \\
      --use-json --output-template-file ${name}.packaged.json
  aws cloudformation deploy --template-file ${name}.packaged.json --s3-bucket BUCKET \\
      --stack-name ${name} --capabilities CAPABILITY_IAM

Options: pullpass.config.ts, listed in docs/options.md. What comes after: docs/operations.md.
`;
}
