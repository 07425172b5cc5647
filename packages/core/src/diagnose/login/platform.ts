/** Does an image run in an environment? */
import type { ImagePlatform } from "../../model/login-check.ts";

/** What an environment runs; `undefined` for one that takes no image of a registry, or that is not known. */
export function platformOf(environmentType: string): string | undefined {
  const wanted = environments[environmentType];
  return (
    wanted &&
    `${wanted.os}/${wanted.architecture}${wanted.osVersion === undefined ? "" : ` ${wanted.osVersion}`}`
  );
}

/** `undefined` where nobody can tell. */
export function runsIn(platforms: readonly ImagePlatform[], environmentType: string): boolean | undefined {
  const wanted = environments[environmentType];
  if (wanted === undefined) return undefined;
  const { os, architecture, osVersion } = wanted;
  const fitting = platforms.filter((each) => each.os === os && each.architecture === architecture);
  if (osVersion === undefined || fitting.length === 0) return fitting.length > 0;
  if (fitting.some((each) => each.osVersion?.startsWith(`${osVersion}.`) || each.osVersion === osVersion))
    return true;
  return fitting.every((each) => each.osVersion !== undefined) ? false : undefined;
}

/** `linux/arm64`, `windows/amd64 10.0.20348.2849` */
export function platformName({ os, architecture, osVersion }: ImagePlatform): string {
  return `${os}/${architecture}${osVersion === undefined ? "" : ` ${osVersion}`}`;
}

/**
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html ; a Windows container runs on a host of
 * the same build: https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility
 */
const environments: Readonly<
  Record<string, Readonly<Omit<ImagePlatform, "osVersion"> & { osVersion?: string }>>
> = {
  LINUX_CONTAINER: { os: "linux", architecture: "amd64" },
  LINUX_GPU_CONTAINER: { os: "linux", architecture: "amd64" },
  ARM_CONTAINER: { os: "linux", architecture: "arm64" },
  WINDOWS_SERVER_2019_CONTAINER: { os: "windows", architecture: "amd64", osVersion: "10.0.17763" },
  WINDOWS_SERVER_2022_CONTAINER: { os: "windows", architecture: "amd64", osVersion: "10.0.20348" },
};
