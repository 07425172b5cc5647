/** What `connect` does, a line each. */
import { plain } from "@pullpass/core";
import type { LoginStep } from "../connect/check.ts";
import type { ConnectStep } from "../connect/connect.ts";
import { type Paint, paintFor } from "./palette.ts";

export function stepText(step: ConnectStep, look: { readonly colours: boolean }): string {
  const paint = paintFor(look);
  return `${mark(step, paint)} ${step.kind.padEnd(8)} ${words(step)}`;
}

function mark({ state }: ConnectStep, paint: Paint): string {
  if (state === "unchecked") return paint("yellow", "?");
  return state === "kept" ? paint("dim", "=") : paint("green", "✔");
}

function words(step: ConnectStep): string {
  switch (step.kind) {
    case "login":
      return plain(loginWords(step));
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

function loginWords({ state, host, why }: LoginStep): string {
  switch (state) {
    case "accepted":
      return `${host} accepts it, and shows it the image`;
    case "not-asked-for":
      return `${host} shows the image to everybody, and asks for no login`;
    case "unchecked":
      return `not checked at ${host}: ${why}`;
  }
}

const secretStates = {
  created: "created",
  renewed: "has the new login",
  kept: "is used with the login that it has",
} as const;

const projectStates = { created: "created with", changed: "pulls", kept: "pulls already" } as const;
