import type { Finding } from "../../model/finding.ts";
import type { Work } from "../../model/work.ts";
import { adviceOn, menderOfRefusal, type Unreadable } from "../unread.ts";
import { findingAbout, type Rule } from "./rule.ts";

/** Of a project that was read, there is nothing to say. */
export const projectUnreadable: Rule = {
  id: "project-unreadable",
  severity: "medium",
  about:
    "CodeBuild does not let pullpass read the project, or tells of it in a form that is not known. Trying again would not " +
    "help, so pullpass leaves the project and its grants as they are until somebody mends it.",
  examine: () => undefined,
};

/** Nobody could look at it, so that no other rule says anything of it. */
export function unreadableProject(
  name: string,
  { what, reason, refusal, owner }: Unreadable,
  work: Pick<Work, "account" | "region">,
): Finding {
  return findingAbout(
    projectUnreadable,
    { kind: "project", name },
    { snapshot: { work } },
    {
      title: `pullpass cannot read the project ${name}.`,
      evidence: [[what, reason]],
      remedy: [{ kind: "advice", text: adviceOn(refusal, what) }],
      mender: menderOfRefusal(refusal, owner),
      blocks: false,
    },
  );
}
