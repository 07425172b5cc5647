/** The stacks that the CDK, or SST, wrote into a folder. https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cloud-assembly-schema/README.md */
import { join } from "node:path";
import type { KnownHome } from "../declared/home.ts";
import { asValue, isObject, member, textOf } from "../worlds/value.ts";

interface AssembledStack {
  /** The template's file. */
  readonly file: string;
  readonly name: string;
  readonly home: KnownHome;
}

/** Those of a manifest, and the folders of the assemblies in it. */
export interface Assembly {
  readonly stacks: readonly AssembledStack[];
  readonly nested: readonly string[];
}

/** `undefined` where the JSON is no manifest. */
export function assemblyOf(folder: string, manifest: unknown): Assembly | undefined {
  const artifacts = member(asValue(manifest), "artifacts");
  if (!isObject(artifacts)) return undefined;
  const stacks: AssembledStack[] = [];
  const nested: string[] = [];
  for (const [id, artifact] of Object.entries(artifacts)) {
    const type = member(artifact, "type");
    const properties = member(artifact, "properties");
    const template = textOf(member(properties, "templateFile"));
    const inner = textOf(member(properties, "directoryName"));
    if (type === "aws:cloudformation:stack" && template !== undefined) {
      const name = textOf(member(properties, "stackName")) ?? id;
      stacks.push({
        file: join(folder, template),
        name,
        home: homeOf(textOf(member(artifact, "environment")) ?? ""),
      });
    }
    if (type === "cdk:cloud-assembly" && inner !== undefined) nested.push(join(folder, inner));
  }
  return { stacks, nested };
}

/** `aws://111122223333/eu-central-1`, or `aws://unknown-account/unknown-region`. */
function homeOf(environment: string): KnownHome {
  const [, account, region] = /^aws:\/\/([^/]*)\/([^/]*)$/.exec(environment) ?? [];
  return {
    account: account !== undefined && /^\d{12}$/.test(account) ? account : undefined,
    region: region !== undefined && /^[a-z]+(?:-[a-z]+)+-\d+$/.test(region) ? region : undefined,
  };
}
