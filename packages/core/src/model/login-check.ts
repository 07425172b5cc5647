/** What a registry said to a secret's login, as data without the login. */
import type { RegistrySight } from "./registry-sight.ts";

export interface LoginCheck {
  /** What was seen of the registry before any login was sent. */
  readonly sight: RegistrySight;
  readonly outcome: LoginOutcome;
}

export type LoginOutcome =
  /** The registry shows the image. Without `login` it asks for none, and none was sent. */
  | {
      readonly kind: "shown";
      readonly login: "accepted" | "not-asked-for";
      /** `sha256:…`, of what was read; absent where it could not be read. */
      readonly digest: string | undefined;
      /** What the image is built for; `undefined` where that could not be read. */
      readonly platforms: readonly ImagePlatform[] | undefined;
      readonly rate: PullRate | undefined;
    }
  | {
      readonly kind: "rejected";
      /** The host that said so: the registry, or where it sends for tokens. */
      readonly by: string;
      readonly status: number;
      readonly codes: readonly string[];
    }
  /** The login is good, and the registry shows no such image to it: it is not there, or not for this login. */
  | {
      readonly kind: "not-shown";
      readonly login: "accepted" | "not-asked-for";
      readonly status: number;
      readonly codes: readonly string[];
    }
  | { readonly kind: "rate-limited"; readonly by: string; readonly rate: PullRate | undefined }
  /** The registry was not reached, which the sight tells; no login was sent. */
  | { readonly kind: "not-reached" }
  | { readonly kind: "unknown"; readonly why: string };

export interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  /** Of Windows: `10.0.20348.2849`. */
  readonly osVersion: string | undefined;
}

/** What the headers say. https://docs.docker.com/docker-hub/usage/pulls/ */
export interface PullRate {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  readonly windowSeconds: number | undefined;
  readonly retryAfterSeconds: number | undefined;
}
