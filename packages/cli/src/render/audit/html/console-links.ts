/** Addresses in the AWS console, made only of parts that were checked: no name can lead anywhere else. */

/**
 * Where the console shows the project, role, secret or key of this ARN; `undefined` for any other text. The paths are
 * those of the console as it is; AWS documents only the hosts.
 * https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/working-with-console.html
 */
export function consoleLink(arn: string): string | undefined {
  const [, partition = "", service = "", region = "", account = "", resource = ""] = form.exec(arn) ?? [];
  const host = hosts.get(partition);
  const name = names.get(service)?.exec(resource)?.[1];
  if (host === undefined || name === undefined || (service === "iam") !== (region === "")) return undefined;
  return addressOf(service, { host, region, account, name: encodeURIComponent(name) });
}

const form = /^arn:([a-z-]+):([a-z]+):((?:[a-z]+(?:-[a-z]+)+-[0-9]+)?):([0-9]{12}):(\S+)$/;

/**
 * The European one is as others link to it; its page is unverified. The isolated partitions have no console that this could lead
 * to.
 */
const hosts: ReadonlyMap<string, string> = new Map([
  ["aws", "console.aws.amazon.com"],
  ["aws-cn", "console.amazonaws.cn"],
  ["aws-eusc", "console.amazonaws-eusc.eu"],
  ["aws-us-gov", "console.amazonaws-us-gov.com"],
]);

const names: ReadonlyMap<string, RegExp> = new Map([
  ["codebuild", /^project\/([A-Za-z0-9][\w-]{1,254})$/],
  ["iam", /^role\/(?:[\u0021-\u007f]+\/)?([\w+=,.@-]{1,64})$/],
  ["kms", /^key\/([A-Za-z0-9-]+)$/],
  ["secretsmanager", /^secret:([A-Za-z0-9/_+=.@!-]{1,512})-[A-Za-z0-9]{6}$/],
]);

interface Place {
  readonly host: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

function addressOf(service: string, { host, region, account, name }: Place): string | undefined {
  switch (service) {
    case "codebuild":
      return `https://${region}.${host}/codesuite/codebuild/${account}/projects/${name}/details?region=${region}`;
    case "iam":
      return `https://${host}/iam/home#/roles/details/${name}`;
    case "kms":
      return `https://${region}.${host}/kms/home?region=${region}#/kms/keys/${name}`;
    case "secretsmanager":
      return `https://${region}.${host}/secretsmanager/secret?name=${name}&region=${region}`;
    default:
      return undefined;
  }
}
