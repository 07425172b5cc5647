/** A deployment as CloudFormation alone takes it: a template, and the functions' code in folders beside it. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import type { Deployment } from "./deployment.ts";

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  /** The CDK's questions about the bucket of its own, which this template does without. */
  readonly Parameters?: unknown;
  readonly Rules?: unknown;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** Writes it into the folder, over what an earlier run left of the same stack. The template's name. */
export function writePlainTemplate({ name, fill }: Deployment, folder: string): string {
  const outdir = mkdtempSync(join(tmpdir(), "pullpass-synth-"));
  try {
    const app = new App({ outdir, analyticsReporting: false, context: { [whereCodeIs]: true } });
    fill({ stack: new Stack(app, name) });
    const { Parameters, Rules, ...template }: Template = app.synth().getStackByName(name).template;
    mkdirSync(folder, { recursive: true });
    const Resources = Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [
        id,
        withCode(id, resource, outdir, folder),
      ]),
    );
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ ...template, Resources }, null, 2)}\n`);
    return `${name}.json`;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Makes the CDK say in the metadata of a function where its code is. */
const whereCodeIs = "aws:cdk:enable-asset-metadata";

/**
 * For a function's code, `aws cloudformation package` takes a folder beside the template, and uploads it.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
 */
function withCode(id: string, resource: Resource, outdir: string, folder: string): Resource {
  if (resource.Type !== "AWS::Lambda::Function") return resource;
  const metadata = Object.entries(resource.Metadata ?? {});
  const path = String(resource.Metadata?.["aws:asset:path"]);
  rmSync(join(folder, id), { recursive: true, force: true });
  cpSync(join(outdir, path), join(folder, id), { recursive: true });
  const Metadata = Object.fromEntries(metadata.filter(([key]) => !key.startsWith("aws:asset:")));
  return { ...resource, Properties: { ...resource.Properties, Code: `./${id}` }, Metadata };
}
