import type { ProjectEnvironment } from "@aws-sdk/client-codebuild";
import { dns, isPublicAddress } from "../../dns.ts";
import { type AskedRegistry, hostName, type Registry, registries } from "../../registries.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import { projectArn } from "./arn.ts";
import { type Credential, readCredential } from "./credential.ts";
import { type Image, readImage } from "./image.ts";
import { imageFault } from "./image-fault.ts";
import { assumeServiceRole } from "./service-role.ts";
import type { StoredBuild } from "./state.ts";

/**
 * Pulls the build's image as CodeBuild's PROVISIONING phase does: over its own public network, with the role's
 * credential if the pull type says so. What goes wrong is told as `<status code>: <message>`, in the words of
 * https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html where they are known; no answer means that
 * all went well. Every image exists, but in a registry that is asked itself.
 */
export async function pullImage(
  build: StoredBuild,
  sandbox: Sandbox,
  place: Place,
): Promise<string | undefined> {
  const { environment } = build;
  const image = readImage(environment.image ?? "");
  try {
    const purpose = { projectArn: projectArn(build.projectName, place), buildArn: build.arn };
    const role = await assumeServiceRole(build.serviceRole, purpose, sandbox, place);
    if (runsOnInstance(environment) || image.kind === "curated") return undefined;
    requireReference(environment.image ?? "");
    const reference = credentialInUse(environment);
    if (reference !== undefined) requireCredentialAllowed(image, environment);
    if (image.kind !== "registry") return undefined;
    const credential =
      reference === undefined ? undefined : await readCredential(reference, role, sandbox, place);
    requireReachable(image, sandbox);
    await requireShown(image, credential, environment, sandbox);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's container image. ${message}`;
  }
}

/** Instances run from machine images: https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html */
function runsOnInstance({ type = "LINUX_CONTAINER" }: ProjectEnvironment): boolean {
  return type.endsWith("_EC2") || type === "MAC_ARM";
}

/** The words are Docker's; that CodeBuild shows them is unverified, a build of such an image would settle it. */
function requireReference(text: string): void {
  const fault = imageFault(text);
  if (fault !== undefined) throw cannotPull(fault);
}

function credentialInUse(environment: ProjectEnvironment): string | undefined {
  if (environment.imagePullCredentialsType !== "SERVICE_ROLE") return undefined;
  return environment.registryCredential?.credential;
}

/**
 * ECR, ECR Public (https://github.com/cdklabs/aws-delivlib/issues/1380) and Lambda compute take no registry credential.
 * The text is unverified: such a build would settle it.
 */
function requireCredentialAllowed(image: Image, { type = "LINUX_CONTAINER" }: ProjectEnvironment): void {
  if (image.kind !== "registry")
    throw new Error("An Amazon ECR image cannot be used with a registry credential");
  if (type.includes("LAMBDA")) throw new Error("Lambda compute cannot be used with a registry credential");
}

/** The texts are Docker's own; that CodeBuild shows them is unverified: a build from a private registry would settle it. */
function requireReachable({ host }: Image, sandbox: Sandbox): void {
  const name = hostName(host);
  const addresses = dns(sandbox).resolve(name);
  const get = `Get "https://${host}/v2/"`;
  const [, port] = /:(\d+)$/.exec(host) ?? [];
  if (Number(port) > 65_535) throw cannotPull(`${get}: dial tcp: address ${port}: invalid port`);
  if (addresses.length === 0) throw cannotPull(`${get}: dial tcp: lookup ${name}: no such host`);
  if (!addresses.some(isPublicAddress)) {
    throw cannotPull(
      `${get}: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
    );
  }
}

/** In Docker's words, as `docs/messages.md` has them; that CodeBuild shows them is unverified. */
async function requireShown(
  image: Image,
  credential: Credential | undefined,
  environment: ProjectEnvironment,
  sandbox: Sandbox,
): Promise<void> {
  const registry = registries(sandbox).find(image.host);
  if (registry === undefined || !("ask" in registry)) {
    requireLogin(image, credential, environment, registry);
    return;
  }
  const { status, platforms } = await registry.ask(image, credential);
  const name = `${image.host}/${image.repository}`;
  if (status === 401 || status === 403) throw unauthorized(image);
  if (status === 429) throw cannotPull("toomanyrequests: You have reached your pull rate limit.");
  if (status !== 200) {
    const separator = image.reference.startsWith("sha256:") ? "@" : ":";
    throw cannotPull(`manifest for ${name}${separator}${image.reference} not found: manifest unknown`);
  }
  if (platforms === undefined) return;
  const wanted = platformOf(environment);
  const fitting = platforms.filter(({ os, architecture }) => `${os}/${architecture}` === wanted);
  const [first] = fitting;
  if (first === undefined)
    throw cannotPull(`no matching manifest for ${wanted} in the manifest list entries`);
  const host = windowsOf(environment);
  const runs = ({ osVersion }: typeof first) =>
    host === undefined || osVersion === undefined || osVersion.startsWith(`${host}.`);
  if (!fitting.some(runs)) {
    throw cannotPull(`a Windows version ${first.osVersion}-based image is incompatible with a ${host} host`);
  }
}

function windowsOf({ type = "LINUX_CONTAINER" }: ProjectEnvironment): string | undefined {
  return windowsBuilds.get(type);
}

/** A container of Windows runs on a host of the same build: https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility */
const windowsBuilds: ReadonlyMap<string, string> = new Map([
  ["WINDOWS_SERVER_2019_CONTAINER", "10.0.17763"],
  ["WINDOWS_SERVER_2022_CONTAINER", "10.0.20348"],
]);

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
function platformOf({ type = "LINUX_CONTAINER" }: ProjectEnvironment): string {
  if (type.startsWith("WINDOWS")) return "windows/amd64";
  return type.startsWith("ARM") ? "linux/arm64" : "linux/amd64";
}

/**
 * A registry in the table wants its own user and password. About any other, the project is believed: one that names a
 * credential needs it, and any will do.
 */
function requireLogin(
  image: Image,
  credential: Credential | undefined,
  { registryCredential }: ProjectEnvironment,
  registry: Exclude<Registry, AskedRegistry> | undefined,
): void {
  if (!credential) {
    if (!registry && !registryCredential) return;
    const name =
      image.host === "registry-1.docker.io" ? image.repository : `${image.host}/${image.repository}`;
    throw cannotPull(
      `pull access denied for ${name}, repository does not exist or may require 'docker login'`,
    );
  }
  if (!registry) return;
  if (credential.username === registry.username && credential.password === registry.password) return;
  throw unauthorized(image);
}

function unauthorized({ host, repository, reference }: Image): Error {
  const manifest = `https://${host}/v2/${repository}/manifests/${reference}`;
  return cannotPull(`Head "${manifest}": unauthorized: incorrect username or password`);
}

function cannotPull(message: string): Error {
  return new Error(`CannotPullContainerError: Error response from daemon: ${message}`);
}
