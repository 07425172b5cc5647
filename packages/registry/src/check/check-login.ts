/** image and login → what the registry says: its own handshake, then whether it shows the image, and for which platforms. */
import { createHash } from "node:crypto";
import type { ImagePlatform, LoginCheck, LoginOutcome, PullRate } from "@pullpass/core";
import { endpointOf } from "../look/endpoint.ts";
import { lookThrough, type RegistryLookOptions } from "../look/look.ts";
import type { HttpAnswer, HttpQuestion } from "../network/request.ts";
import { type Way, wayThrough } from "../network/way.ts";
import { codesIn, rateIn } from "./answers.ts";
import { type Challenge, challengeIn } from "./challenge.ts";
import { manifestTypes, platformIn, readManifest } from "./platforms.ts";
import { type Authorization, askRegistry, authorize, jsonObject, type RegistryLogin } from "./session.ts";

/** The parts of an image reference, as Docker reads it. */
export interface CheckedImage {
  readonly host: string;
  readonly port: number | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Never throws, and nothing of the login is in what it returns. */
export async function checkLogin(
  image: CheckedImage,
  login: RegistryLogin,
  options: RegistryLookOptions,
): Promise<LoginCheck> {
  const { network } = options;
  const way = wayThrough(network, network.limits.checkMs);
  const { sight, answer } = await lookThrough(way, image, options);
  const { host: name, port } = endpointOf(image);
  const host = await way.judged(name);
  if (answer === undefined || host.kind !== "public") {
    const isUnknown = sight.outcome.kind === "unknown";
    return { sight, outcome: isUnknown ? unknown(sight.outcome.why) : { kind: "not-reached" } };
  }
  const challenge = answer.status === 401 ? challengeIn(answer.headers["www-authenticate"]) : undefined;
  if (answer.status === 401 && challenge === undefined)
    return { sight, outcome: unknown("the registry does not say how it wants the login (WWW-Authenticate)") };
  return { sight, outcome: await outcomeOf({ image, login, challenge, registry: { host, port }, way }) };
}

interface Checking {
  readonly image: CheckedImage;
  readonly login: RegistryLogin;
  readonly challenge: Challenge | undefined;
  readonly registry: Pick<HttpQuestion, "host" | "port">;
  readonly way: Way;
}

async function outcomeOf(checking: Checking): Promise<LoginOutcome> {
  const { image, login, challenge, registry, way } = checking;
  const authorized = await authorize(challenge, login, { registry, repository: image.repository, way });
  if (authorized.kind === "unknown") return authorized;
  if (authorized.kind === "refused") return refused(authorized, checking);
  const { header } = authorized;
  const request = { method: "HEAD", path: manifestPath(image) } as const;
  const answer = await askRegistry(registry, request, { header, accept: manifestTypes, way });
  if (answer.kind !== "answered") return unknown(answer.why);
  switch (answer.status) {
    case 200:
      return shown(rateIn(answer.headers), header, checking);
    case 429:
      return { kind: "rate-limited", by: registry.host.host, rate: rateIn(answer.headers) };
    case 401: {
      // Some registries let everybody ask for /v2/, and want a login for the image.
      const late = challenge === undefined ? challengeIn(answer.headers["www-authenticate"]) : undefined;
      return late === undefined
        ? notShown(answer, authorized.login)
        : outcomeOf({ ...checking, challenge: late });
    }
    case 403:
    case 404:
      return notShown(answer, authorized.login);
    default:
      return unknown(`the registry answered ${answer.status} to the question for the manifest`);
  }
}

type Answered = Extract<HttpAnswer, { kind: "answered" }>;

/**
 * A token server may refuse a good login because of what it was asked for, as GitHub's and GitLab's do: without a scope it says
 * what it thinks of the login alone. A registry that takes the login itself was asked without an image already.
 */
async function refused(
  { by, answer }: Extract<Authorization, { kind: "refused" }>,
  { challenge, login, registry, way }: Checking,
): Promise<LoginOutcome> {
  const { status } = answer;
  if (status === 429) return { kind: "rate-limited", by, rate: rateIn(answer.headers) };
  if (status !== 401 && status !== 403) return unknown(`${by} answered ${status} to the login`);
  const rejected = { kind: "rejected", by, status, codes: codesIn(answer.body) } as const;
  if (challenge?.kind !== "bearer") return rejected;
  const alone = await authorize(challenge, login, { registry, repository: undefined, way });
  if (alone.kind === "authorized") return notShown(answer, "accepted");
  if (alone.kind === "unknown") return alone;
  const again = alone.answer.status;
  if (again === 429) return { kind: "rate-limited", by, rate: rateIn(alone.answer.headers) };
  return again === 401 || again === 403
    ? rejected
    : unknown(`${by} refused the login for this repository (${status}), and answered ${again} without one`);
}

function notShown(
  answer: Answered,
  login: Extract<LoginOutcome, { kind: "not-shown" }>["login"],
): LoginOutcome {
  return { kind: "not-shown", login, status: answer.status, codes: codesIn(answer.body) };
}

async function shown(
  rate: PullRate | undefined,
  header: string | undefined,
  checking: Checking,
): Promise<LoginOutcome> {
  const { challenge, image, registry, way } = checking;
  const path = manifestPath(image);
  const request = { method: "GET", path, bodyBytes: manifestBytes } as const;
  const answer = await askRegistry(registry, request, { header, accept: manifestTypes, way });
  const login = challenge === undefined ? "not-asked-for" : "accepted";
  if (answer.kind !== "answered" || answer.status !== 200)
    return { kind: "shown", login, digest: undefined, platforms: undefined, rate };
  // What the registry says of the digest is its own word; this is what it is.
  const digest = `sha256:${createHash("sha256").update(answer.body).digest("hex")}`;
  const platforms = await platformsOf(answer.body, header, checking);
  return { kind: "shown", login, digest, platforms, rate: rateIn(answer.headers) ?? rate };
}

/** "Manifests of at least 4 megabytes" are to be taken. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests */
const manifestBytes = 4_194_304;

async function platformsOf(
  body: Uint8Array,
  header: string | undefined,
  { image, registry, way }: Checking,
): Promise<readonly ImagePlatform[] | undefined> {
  const manifest = readManifest(body);
  if (manifest.kind !== "config") return manifest.kind === "platforms" ? manifest.platforms : undefined;
  const path = `/v2/${image.repository}/blobs/${manifest.digest}`;
  const config = await askRegistry(
    registry,
    { method: "GET", path, bodyBytes: configBytes },
    { header, way },
  );
  if (config.kind !== "answered" || config.status !== 200) return undefined;
  const platform = platformIn(jsonObject(config.body));
  return platform && [platform];
}

/** Configurations have a line for each step of the build. */
const configBytes = 1_048_576;

/** Docker asks for the digest where there is one, whatever the tag. */
function manifestPath({ repository, tag, digest }: CheckedImage): string {
  return `/v2/${repository}/manifests/${digest ?? tag ?? "latest"}`;
}

function unknown(why: string): Extract<LoginOutcome, { kind: "unknown" }> {
  return { kind: "unknown", why };
}
