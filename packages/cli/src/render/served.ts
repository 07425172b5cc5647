/** What a running sandbox says: to people, or a line of JSON each to programs. */
import type { DemoMessage } from "../demo/world.ts";
import { jsonLine } from "../json-document.ts";
import { counted } from "./counted.ts";
import { paintFor } from "./palette.ts";
import { commandLines } from "./pasted.ts";
import { terminal } from "./terminal.ts";
import { wrapText } from "./wrap-text.ts";

export type Served =
  | {
      readonly kind: "ready";
      readonly url: string;
      readonly account: string;
      readonly regions: readonly string[];
      readonly mode: "apply" | "plan" | "off";
      /** How many projects there are from the start. */
      readonly example: number;
    }
  | ({ readonly kind: "notice"; readonly region: string } & DemoMessage);

export function servedAsJson() {
  return (served: Served): string => {
    if (served.kind === "notice") {
      const { kind: _, ...notice } = served;
      return jsonLine("sandbox", { notice });
    }
    const { kind: _, ...ready } = served;
    return jsonLine("sandbox", { ready: true, ...ready });
  };
}

export function servedAsText(look: { readonly colours: boolean; readonly width?: number }) {
  const paint = paintFor(look);
  const line = terminal(look.colours);

  return (served: Served): string => {
    if (served.kind === "notice") return wrapText(line(served), look);
    const { url, account, regions, mode, example } = served;
    const [region = ""] = regions;
    const aws = [
      `AWS_ENDPOINT_URL=${url}`,
      `AWS_DEFAULT_REGION=${region}`,
      `AWS_REGION=${region}`,
      "AWS_ACCESS_KEY_ID=me",
      "AWS_SECRET_ACCESS_KEY=any",
      "AWS_PAGER=",
    ];
    const width = look.width === undefined ? undefined : look.width - indent.length;
    const commands = [`export ${aws.join(" ")}`, `pullpass ${mode === "off" ? "audit" : "plan --all"}`];
    const said = [
      `${paint("bold", `Account ${account}`)} in ${regions.join(", ")}, at ${url}. ${modes[mode]}`,
      ...(example > 0 ? [`${counted(example, "project")} of an example company in ${region}.`] : []),
      "",
      "In another terminal:",
      ...commands
        .flatMap((each) => commandLines(each, width))
        .map((each) => `${indent}${paint("cyan", each)}`),
      "",
      "Ctrl-C ends it, and nothing is left of it.",
    ];
    return wrapText(said.join("\n"), look);
  };
}

const indent = "  ";

const modes = {
  apply: "pullpass is deployed in it and repairs what it may; what it says is shown below.",
  plan: "pullpass is deployed in it in plan mode: it changes nothing, and says below what it would do.",
  off: "pullpass is not deployed in it.",
} as const;
