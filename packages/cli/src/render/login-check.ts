/** What a check of a secret's login found, as people read it: never the login. */
import {
  type CheckedSecret,
  type Evidence,
  type ImageFinding,
  type LoginCheck,
  listed,
  noOptions,
  plain,
  platformName,
  rateEvidence,
  type SecretValue,
} from "@pullpass/core";
import { findingLines } from "./finding.ts";
import { paintFor } from "./palette.ts";
import { sightFacts } from "./sight.ts";

interface Checked {
  readonly login: SecretValue;
  /** `undefined` where the value holds no login to check. */
  readonly checked: LoginCheck | undefined;
  readonly findings: readonly ImageFinding[];
}

export function loginCheckText(
  { secret, image }: { readonly secret: CheckedSecret; readonly image: string },
  { login, checked, findings }: Checked,
  look: { readonly colours: boolean },
): string {
  const paint = paintFor(look);
  const value = login.kind === "login" ? "a user name and a password are there" : login.form;
  const all: Evidence = [
    ["value", value],
    ...(checked === undefined ? [] : [...sightFacts(checked.sight), ...outcomeFacts(checked.outcome)]),
  ];
  const lines = all.map(([label, text]) => `  ${paint("dim", label.padEnd(13))} ${plain(text)}`);
  const wrong = findings.flatMap((finding) => ["", ...findingLines(finding, noOptions, paint)]);
  return [paint("bold", `${plain(secret.name)}, for ${plain(image)}`), ...lines, ...wrong].join("\n");
}

function outcomeFacts(outcome: LoginCheck["outcome"]): Evidence {
  switch (outcome.kind) {
    case "shown":
      return [
        ["login", outcome.login === "accepted" ? "accepted" : "not sent: the registry asks for none"],
        ["image", outcome.digest ?? "it is there"],
        ["built for", builtFor(outcome.platforms)],
        ...rateEvidence(outcome.rate),
      ];
    case "not-shown":
      return [
        ["login", outcome.login === "accepted" ? "accepted" : "not sent: the registry asks for none"],
        ["image", "not shown"],
      ];
    case "rejected":
      return [["login", "rejected"]];
    case "rate-limited":
      return [["login", "could not tell: too much was asked"]];
    case "not-reached":
      return [["login", "not sent: the registry was not reached"]];
    case "unknown":
      return [["login", `could not tell: ${outcome.why}`]];
  }
}

const platformsMax = 8;

function builtFor(platforms: Extract<LoginCheck["outcome"], { kind: "shown" }>["platforms"]): string {
  if (platforms === undefined) return "could not tell";
  return listed([...new Set(platforms.map(platformName))].sort(), platformsMax);
}
