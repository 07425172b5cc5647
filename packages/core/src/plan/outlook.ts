/** What may be said of a project once a change is made: no more than its diagnosis then. */

import { type DiagnosedProject, type Diagnosis, everyFinding } from "../diagnose/diagnose.ts";
import { stepNames } from "../diagnose/diagnosis.ts";
import type { Change, Grants, Outlook } from "../model/change.ts";
import { projectsOf } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";

/** A record has a size, and a message has readers. */
const projectsMax = 20;

export function outlookOf(change: Change, after: Diagnosis): readonly Outlook[] {
  return projectsOf(change)
    .slice(0, projectsMax)
    .flatMap((name) => {
      const project = after.projects.get(name);
      return project === undefined ? [] : [{ project: name, ...outlook(project) }];
    });
}

/** Of a grant: who else reads the secret by it, a sentence each. */
export function sharingOf(change: Change, after: Diagnosis): Pick<Grants, "sharedWith"> {
  if (change.kind !== "grant") return {};
  const { secret } = change.grant;
  const isOfSecret = ({ rule, evidence }: Finding) =>
    rule === "role-shared" && evidence.some(([label, value]) => label === "secret" && value === secret);
  const sharedWith = everyFinding(after)
    .filter(isOfSecret)
    .slice(0, projectsMax)
    .map(({ title, evidence }) => {
      const others = evidence.flatMap(([label, value]) => (label === "may assume it" ? [value] : []));
      return others.length === 0 ? title : `${title.replace(/\.$/, "")}: ${others.join(", ")}.`;
    });
  return sharedWith.length === 0 ? {} : { sharedWith };
}

function outlook({ verdict, findings, unseen, hangsOn, chain }: DiagnosedProject): Omit<Outlook, "project"> {
  const blocking = findings.filter(({ blocks }) => blocks);
  const open = chain.filter(({ step }) => hangsOn.includes(step));
  return {
    verdict,
    remains: [
      ...blocking.map(({ title, mender }) => `${title} Who can mend it: ${mender}.`),
      ...open.map(({ step, why }) => `Not known: its ${stepNames[step]}: ${why}.`),
    ],
    unseen: unseen.map((step) => stepNames[step]),
  };
}
