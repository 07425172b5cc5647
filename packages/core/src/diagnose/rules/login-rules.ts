/** What a check of the login saw, of a project that pulls with it. */
import { examineLogin, examineSecretValue } from "../login/examine-login.ts";
import { type LoginRule, loginRules } from "../login/rules.ts";
import { projectRule, type Rule } from "./rule.ts";

/** In the order of their ids. */
export const rulesOfLogins: readonly Rule[] = loginRules.map(ruleOf);

function ruleOf(rule: LoginRule): Rule {
  return projectRule(rule, ({ login, found, readsSecret, project }) => {
    if (login === undefined || found === undefined || !readsSecret) return undefined;
    const { value, check, image, environmentType } = login;
    const { arn, name, region } = found.secret;
    const secret = { arn, name, region };
    const all = [
      ...(value.kind === "malformed" ? examineSecretValue(value, secret) : []),
      ...(check === undefined ? [] : examineLogin(check, { secret, image, environmentType })),
    ];
    const seen = all.find((each) => each.rule === rule.id);
    if (seen === undefined) return undefined;
    const { title, evidence, remedy, severity } = seen;
    return {
      title: `${title.slice(0, -1)} (project ${project.name}).`,
      evidence,
      remedy,
      mender: ofSecret.includes(rule.id) ? "secret owner" : "project owner",
      blocks: severity === "high",
      severity,
    };
  });
}

const ofSecret: readonly string[] = ["credentials-rejected", "secret-malformed"];
