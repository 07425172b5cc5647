/** AWS's models of its services, as botocore carries them: https://github.com/boto/botocore (Apache-2.0). */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

const run = promisify(execFile);

export interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: Reference }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

interface Reference {
  readonly shape: string;
}

export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Reference>>;
  readonly required?: readonly string[];
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: boolean;
}

/** The botocore that a Python has: its version, and the folder of its models. */
export async function botocoreOf(python: string, path?: string) {
  const print =
    "import os, botocore; print(botocore.__version__); print(os.path.join(os.path.dirname(botocore.__file__), 'data'))";
  const env = { ...process.env, ...(path !== undefined && { PYTHONPATH: path }) };
  const { stdout } = await run(python, ["-c", print], { env });
  const [version = "", folder = ""] = stdout.trim().split(/\r?\n/);
  return { version, folder };
}

/** The newest model of a service, by the name that requests are signed with, which botocore's folders are named after. */
export async function modelOf(service: string, folder: string): Promise<Model> {
  const versions = (await readdir(join(folder, service))).sort();
  const path = join(folder, service, versions.at(-1) ?? "", "service-2.json.gz");
  const model: Model = JSON.parse(gunzipSync(await readFile(path)).toString());
  const unserved = (unservedShapes[service] ?? []).map((name) => [name, { type: "structure" }] as const);
  return { ...model, shapes: { ...model.shapes, ...Object.fromEntries(unserved) } };
}

/** What is larger than all the rest, and nobody sends to the sandbox: details of a hundred kinds of resources, and a filter for each. */
const unservedShapes: Readonly<Record<string, readonly string[]>> = {
  securityhub: ["AwsSecurityFindingFilters", "ResourceDetails"],
};
