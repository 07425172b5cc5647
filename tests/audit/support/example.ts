/** An account as a company of a few teams has it: the one in the documentation's pictures. */
import { allow, deny, policy, type Teams } from "./account.ts";

const teamsOfProjects = {
  payments: ["payments-api", "payments-web", "payments-ledger", "payments-e2e", "payments-release"],
  search: ["search-index", "search-api", "search-crawler"],
  mobile: ["ios-release", "android-release", "mobile-bff"],
} as const;

export async function fillExample(teams: Teams): Promise<void> {
  const key = await teams.key();
  const hub = await teams.secret("registry/dockerhub", "prefix=payments- prefix=search-");
  const ghcr = await teams.secret("registry/ghcr", "ios-release android-release mobile-bff docs", { key });
  const harbor = await teams.secret("registry/harbor", "batch nightly", {
    policy: policy({ ...deny("secretsmanager:GetSecretValue", "*"), Sid: "BreakGlassOnly", Principal: "*" }),
  });
  const readHub = allow("secretsmanager:GetSecretValue", hub);
  const readGhcr = allow("secretsmanager:GetSecretValue", ghcr);
  const image = (name: string) => `docker.io/acme/${name}:2026.11`;

  await teams.role("payments-build");
  await teams.inline("payments-build", "Registry", readHub);
  for (const name of teamsOfProjects.payments) {
    await teams.project(name, { role: "payments-build", credential: hub, image: image(name) });
  }
  await teams.role("search-build");
  for (const name of teamsOfProjects.search) {
    await teams.project(name, { role: "search-build", credential: hub, image: image(name) });
  }
  await teams.role("mobile-build");
  await teams.inline("mobile-build", "Registry", readGhcr, allow("kms:Decrypt", key));
  for (const name of teamsOfProjects.mobile) {
    await teams.project(name, { role: "mobile-build", credential: ghcr, image: `ghcr.io/acme/${name}:14` });
  }
  await teams.project("docs", { credential: ghcr, image: "ghcr.io/acme/docs:3" });
  await teams.inline("docs", "Registry", readGhcr);
  await teams.project("batch", { credential: harbor, image: "harbor.acme.example/batch:7" });
  await teams.project("nightly", { credential: harbor, image: "harbor.acme.example/nightly:7" });
  await teams.project("warehouse", { credential: hub, image: "10.20.0.7:5000/warehouse:1" });
  await teams.project("website", { image: "node:24", pullType: "CODEBUILD" });
  for (const name of ["infra", "infra-plan"]) {
    await teams.project(name, { image: "aws/codebuild/standard:7.0", pullType: "CODEBUILD" });
  }
  await teams.role("retired-build");
  await teams.inline("retired-build", "pullpass-eu-central-1", {
    Sid: "ReadRegistrySecrets",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: [ghcr],
  });
  await teams.role("platform-admin", "ec2.amazonaws.com");
  await teams.managed("platform-admin", "Everything", allow("*", "*"));
}
