/** Web addresses where a reference to a secret belongs. */
import { type ArnMisuse, wholeArn } from "./credential-arn.ts";
import type { ReferencePlace } from "./misuse.ts";

/** The console's page of a secret tells its name and its Region. */
export function addressMisuse(text: string, at: ReferencePlace): ArnMisuse {
  const [, scheme = "", host = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(text) ?? [];
  if (!consoleHost.test(host)) {
    const isWeb = /^https?$/i.test(scheme);
    return {
      form: isWeb ? "web-address" : "other-store",
      what: isWeb ? "a web address" : `an address of ${scheme}, another store than Secrets Manager`,
      wanted: "give the name or the ARN of a secret in Secrets Manager",
    };
  }
  const isSecret = /secretsmanager/i.test(rest);
  return {
    form: "console-address",
    what: "the address of a console page",
    wanted: "give the ARN, not the console address",
    likely: isSecret ? secretOf(host, rest, at) : undefined,
  };
}

const consoleHost = /^(?:[\w.-]+\.)?console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/i;

/** `…/secretsmanager/secret?name=NAME&region=REGION`, and older `…/home?region=REGION#!/secret?name=NAME`. */
function secretOf(host: string, rest: string, at: ReferencePlace): string | undefined {
  const name = parameter(rest, "name");
  if (name === undefined || name.startsWith("arn:")) return name;
  const region = parameter(rest, "region") ?? /(?:^|\.)([a-z]+(?:-[a-z]+)+-\d+)\.console\./.exec(host)?.[1];
  const isHere = region === undefined || region === at.region;
  return isHere ? name : wholeArn({ region, account: at.account }, name, at);
}

function parameter(text: string, name: string): string | undefined {
  const [, value] = new RegExp(`[?&]${name}=([^&#]+)`).exec(text) ?? [];
  if (value === undefined) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
