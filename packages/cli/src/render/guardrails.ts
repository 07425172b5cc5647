/** Guardrails for people: each with where it goes, and what it does not stop. */
import type { Guardrails } from "@pullpass/core";
import { paintFor } from "./palette.ts";

export function guardrailsText(
  all: Guardrails,
  boundaryName: string,
  out: { readonly colours: boolean },
): string {
  const paint = paintFor(out);
  return sections(all, boundaryName)
    .map(({ title, about, policy }) =>
      [
        paint("bold", title),
        ...about.map((line) => `  ${line}`),
        "",
        JSON.stringify(policy, undefined, 2),
      ].join("\n"),
    )
    .join("\n\n");
}

function sections(all: Guardrails, boundaryName: string) {
  return [
    {
      title: "Service control policy",
      about: [
        "For an organization. Attach it to the accounts or units in which builds run.",
        "It holds for everybody in them but the admins, the root user included. It never holds for the management account.",
      ],
      policy: all.serviceControlPolicy,
    },
    {
      title: `Permissions boundary ${boundaryName}`,
      about: [
        "For an account without an organization, and for the management account. Make it a managed policy of this name, and",
        "the boundary of every role and user that is not to give consent. It does not hold for roles that do not have it: who",
        "may assume one of them, or pass it to a service, is not bounded.",
      ],
      policy: all.boundary,
    },
    {
      title: "Tag policy",
      about: [
        "For an organization. It reports consent tags in another spelling, which pullpass does not read. It stops nobody.",
      ],
      policy: all.tagPolicy,
    },
    {
      title: "Statements",
      about: ["For policies that teams have already. They hold for whom these policies are attached to."],
      policy: all.statements,
    },
  ];
}
