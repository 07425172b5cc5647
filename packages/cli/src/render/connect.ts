/** What `connect` does, a line each. */
import { plain } from "@pullpass/core";
import type { ConnectStep } from "../connect/connect.ts";
import { paintFor } from "./palette.ts";

export function stepText(step: ConnectStep, look: { readonly colours: boolean }): string {
  const paint = paintFor(look);
  const mark = step.state === "kept" ? paint("dim", "=") : paint("green", "✔");
  return `${mark} ${step.kind.padEnd(8)} ${words(step)}`;
}

function words(step: ConnectStep): string {
  switch (step.kind) {
    case "secret":
      return `${plain(step.arn)} ${secretStates[step.state]}`;
    case "consent": {
      const project = plain(step.project);
      return step.state === "given"
        ? `the secret lets project ${project} use it`
        : `project ${project} may use it already`;
    }
    case "role":
      return `${plain(step.arn)} ${step.state === "created" ? "created" : "is used again"}`;
    case "project":
      return `${plain(step.name)} ${projectStates[step.state]} ${plain(step.image)}`;
    case "grant":
      return step.state === "given"
        ? `${plain(step.role)} may read the secret`
        : `${plain(step.role)} may read it already`;
    default:
      return step satisfies never;
  }
}

const secretStates = {
  created: "created",
  renewed: "has the new login",
  kept: "is used with the login that it has",
} as const;

const projectStates = { created: "created with", changed: "pulls", kept: "pulls already" } as const;
