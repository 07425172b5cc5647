/** In which Region pullpass is deployed: in one that somebody named, or not at all. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import sst from "../../sst.config.ts";
import { regionOf } from "../../stacks/region.ts";

/** A file of AWS's configuration, as `aws configure` writes it. */
function configurationWith(text: string): void {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-region-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  writeFileSync(join(folder, "config"), text);
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_PROFILE", undefined);
}

const profiles = "[default]\nregion = eu-west-1\n[profile builds]\nregion = eu-central-1\n";

test.each([
  ["AWS_REGION", { AWS_REGION: "eu-north-1", AWS_DEFAULT_REGION: "us-west-2" }, "eu-north-1"],
  ["AWS_DEFAULT_REGION, which comes before a profile", { AWS_DEFAULT_REGION: "us-west-2" }, "us-west-2"],
  ["the profile that is named", { AWS_PROFILE: "builds" }, "eu-central-1"],
  ["the default profile", {}, "eu-west-1"],
])("%s", async (_, environment, region) => {
  configurationWith(profiles);
  expect(await regionOf(environment)).toBe(region);
});

test("where nobody named one, nothing is deployed, and it says what to set", async () => {
  configurationWith("[profile builds]\noutput = json\n");
  await expect(regionOf({})).rejects.toThrow("no AWS Region is set. Set AWS_REGION");
  await expect(regionOf({ AWS_PROFILE: "builds" })).rejects.toThrow("no AWS Region is set");
});

test("SST, which would take us-east-1, deploys nothing either, and takes the Region and the profile that it is told", async () => {
  configurationWith("[profile builds]\nregion = eu-central-1\n");
  vi.stubEnv("AWS_REGION", undefined);
  vi.stubEnv("AWS_DEFAULT_REGION", undefined);
  await expect(sst.config({})).rejects.toThrow("no AWS Region is set. Set AWS_REGION");
  expect(await sst.config({ region: "eu-north-1" })).toMatchObject({ region: "eu-north-1" });
  expect(await sst.config({ profile: "builds" })).toMatchObject({ region: "eu-central-1" });
});

test("the CDK, which would take us-east-1, deploys nothing either", () => {
  configurationWith("");
  const others = Object.entries(process.env).filter(([name]) => !/^AWS_(DEFAULT_)?REGION$/.test(name));
  const env = {
    ...Object.fromEntries(others),
    CDK_DEFAULT_ACCOUNT: "111122223333",
    CDK_DEFAULT_REGION: "us-east-1",
  };
  const { status, stderr } = spawnSync(process.execPath, ["stacks/app.ts"], { env, encoding: "utf8" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("no AWS Region is set. Set AWS_REGION");
});
