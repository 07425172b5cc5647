/** What may be said of a project once a change is made: no more than its diagnosis then. */

import type { DiagnosedProject, Diagnosis } from "../diagnose/diagnose.ts";
import { stepNames } from "../diagnose/diagnosis.ts";
import type { Change, Outlook } from "../model/change.ts";
import { projectsOf } from "../model/change.ts";

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
