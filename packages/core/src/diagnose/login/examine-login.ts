/** What is wrong with a secret's value, and with what the registry said to its login: pure, and without the value. */
import type { SecretArn } from "../../model/arn.ts";
import type { Evidence, Severity } from "../../model/finding.ts";
import type { LoginCheck, PullRate } from "../../model/login-check.ts";
import { hasPullThroughCache } from "../../model/pull-through.ts";
import type { Remedy, RemedyStep } from "../../model/remedy.ts";
import type { SecretValue } from "../../model/secret-value.ts";
import { command } from "../../notice/shell.ts";
import type { ImageFinding } from "../examine-image.ts";
import { platformName, platformOf, runsIn } from "./platform.ts";
import {
  credentialsRejected,
  imageNotFound,
  imagePlatformMismatch,
  type LoginRule,
  rateLimited,
  secretMalformed,
} from "./rules.ts";

export interface CheckedSecret {
  readonly arn: SecretArn;
  readonly name: string;
  readonly region: string;
}

export function examineSecretValue(value: SecretValue, secret: CheckedSecret): readonly ImageFinding[] {
  if (value.kind === "login") return [];
  const title = value.certain
    ? `The value of the secret ${secret.name} is no login: it is ${value.form}.`
    : `CodeBuild may not read the value of the secret ${secret.name}: it is ${value.form}.`;
  const evidence: Evidence = [
    ["secret", secret.arn],
    ["form", value.form],
  ];
  return [
    finding(secretMalformed, title, evidence, storeTheLogin(secret), value.certain ? "high" : "medium"),
  ];
}

/** What was checked beside the login. */
export interface CheckedPull {
  /** `undefined` for a login that no secret holds yet. */
  readonly secret: CheckedSecret | undefined;
  /** The image as it may be shown. */
  readonly image: string;
  /** `LINUX_CONTAINER`, … */
  readonly environmentType: string;
}

export function examineLogin({ outcome, sight }: LoginCheck, pull: CheckedPull): readonly ImageFinding[] {
  const { secret, image, environmentType } = pull;
  const { host } = sight;
  const login = secret === undefined ? "this login" : `the login of the secret ${secret.name}`;
  const evidence: Evidence = [
    ...(secret === undefined ? [] : [["secret", secret.arn] as const]),
    ["image", image],
  ];
  switch (outcome.kind) {
    case "rejected":
      return [
        finding(
          credentialsRejected,
          `The registry ${host} does not accept ${login}.`,
          [...evidence, ...answerOf(outcome.by, outcome)],
          [
            {
              kind: "advice",
              text: `Make a new password or access token in the registry ${host}, for the user that ${secret === undefined ? "it is for" : "the secret names"}.`,
            },
            ...(secret === undefined ? [] : storeTheLogin(secret)),
          ],
        ),
      ];
    case "not-shown":
      return [
        finding(
          imageNotFound,
          outcome.login === "accepted"
            ? `The registry ${host} accepts ${login}, and shows it no such image.`
            : `The registry ${host} shows no such image.`,
          [...evidence, ...answerOf(host, outcome)],
          [
            {
              kind: "advice",
              text: "Look at the repository and the tag in the image; if they are right, let the registry's administrator give the login's user the right to pull it.",
            },
          ],
        ),
      ];
    case "rate-limited":
      return [
        finding(
          rateLimited,
          `${outcome.by} answers nothing more for a while: too much was asked.`,
          [...evidence, ...rateEvidence(outcome.rate)],
          [
            {
              kind: "advice",
              text: `Wait and check again; if builds meet the limit, too, ${otherWay(host)}, or use a login with a higher limit.`,
            },
          ],
        ),
      ];
    case "shown": {
      const { platforms } = outcome;
      if (platforms === undefined || runsIn(platforms, environmentType) !== false) return [];
      const wanted = platformOf(environmentType);
      const names = [...new Set(platforms.map(platformName))].sort();
      return [
        finding(
          imagePlatformMismatch,
          `The image is not built for ${environmentType}, which runs ${wanted}.`,
          [...evidence, ["environment", environmentType], ["built for", names.join(", ")]],
          [
            {
              kind: "advice",
              text: `Build the image for ${wanted}, or give the project the environment type that fits the image.`,
            },
          ],
        ),
      ];
    }
    default:
      return [];
  }
}

/** ECR fetches the images of some registries by itself. */
function otherWay(host: string): string {
  return hasPullThroughCache(host)
    ? "let a pull through cache of Amazon ECR fetch the image"
    : "mirror the image to Amazon ECR";
}

function answerOf(
  by: string,
  { status, codes }: { readonly status: number; readonly codes: readonly string[] },
): Evidence {
  return [["answer", `${by} answered ${status}${codes.length === 0 ? "" : `, ${codes.join(", ")}`}`]];
}

/** What the headers say of how much may be pulled. */
export function rateEvidence(rate: PullRate | undefined): Evidence {
  if (rate === undefined) return [];
  const { limit, remaining, windowSeconds, retryAfterSeconds } = rate;
  const within = windowSeconds === undefined ? "" : ` within ${windowSeconds} seconds`;
  return [
    ...(limit === undefined ? [] : [["pulls allowed", `${limit}${within}`] as const]),
    ...(remaining === undefined ? [] : [["pulls left", String(remaining)] as const]),
    ...(retryAfterSeconds === undefined ? [] : [["again in", `${retryAfterSeconds} seconds`] as const]),
  ];
}

/** A new version beside the old ones: whoever uses the secret gets it with the next pull. */
export function storeTheLogin({ arn, region }: Pick<CheckedSecret, "arn" | "region">): readonly RemedyStep[] {
  const words = ["secretsmanager", "put-secret-value", "--region", region, "--secret-id", arn];
  return [
    {
      kind: "command",
      purpose: `Write the login to credential.json, as JSON with "username" and "password", and store it.`,
      command: command("aws", [...words, "--secret-string", "file://credential.json"]),
    },
  ];
}

function finding(
  { id, severity }: LoginRule,
  title: string,
  evidence: Evidence,
  remedy: Remedy,
  milder: Severity = severity,
): ImageFinding {
  return { rule: id, severity: milder, title, evidence, remedy };
}
