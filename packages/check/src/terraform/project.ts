/** A CodeBuild project of a plan. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project */
import type { DeclaredProject } from "../declared/declared.ts";
import { listOf, member, textOf } from "../worlds/value.ts";
import type { PlannedResource } from "./plan.ts";
import type { PlanReader } from "./reader.ts";

export function projectOf(resource: PlannedResource, reader: PlanReader): DeclaredProject {
  const { value, homeOf, placeOf, nameOf } = reader;
  const environment = (...path: (string | number)[]) => value(resource, "environment", 0, ...path);
  const block = member(listOf(member(resource.values, "environment"))[0], "environment_variable");
  const written = member(listOf(member(resource.configuration, "environment"))[0], "environment_variable");
  const variables = listOf(block).length > 0 ? listOf(block) : listOf(written);
  const secret = secretReferencedBy(resource, reader);
  return {
    id: resource.address,
    home: homeOf(resource),
    placeOf: placeOf(resource),
    name: nameOf(resource),
    image: environment("image"),
    environmentType: environment("type"),
    pullType: environment("image_pull_credentials_type") ?? "CODEBUILD",
    credential: environment("registry_credential", 0, "credential"),
    ...(secret !== undefined && { meansSecret: secret }),
    variables: variables.map((_, index) => ({
      name: environment("environment_variable", index, "name"),
      value: environment("environment_variable", index, "value"),
      type: environment("environment_variable", index, "type"),
    })),
    fleet: environment("fleet", 0, "fleet_arn"),
    webhook: webhookOf(resource, reader),
    role: value(resource, "service_role"),
    tags: value(resource, "tags_all") ?? value(resource, "tags"),
  };
}

/** The address of the secret whose attribute the credential is. */
function secretReferencedBy(resource: PlannedResource, reader: PlanReader): string | undefined {
  const { managed } = reader;
  const environment = listOf(member(resource.configuration, "environment"))[0];
  const credential = member(listOf(member(environment, "registry_credential"))[0], "credential");
  const references = listOf(member(credential, "references")).flatMap((each) => textOf(each) ?? []);
  const names = references.flatMap(
    (each) => /^(aws_secretsmanager_secret\.[\w-]+)\.\w+$/.exec(each)?.[1] ?? [],
  );
  const [name] = names;
  return managed("aws_secretsmanager_secret").find((each) => each.configAddress === name)?.address;
}

function webhookOf(resource: PlannedResource, reader: PlanReader): DeclaredProject["webhook"] {
  const { managed, value, nameOf } = reader;
  const webhook = managed("aws_codebuild_webhook").find(
    (each) => textOf(value(each, "project_name")) === nameOf(resource),
  );
  if (webhook === undefined) return { buildType: undefined, filters: [] };
  const groups = listOf(member(webhook.values, "filter_group"));
  const filters = groups.flatMap((group) => listOf(member(group, "filter")));
  return {
    buildType: member(webhook.values, "build_type"),
    filters: filters.map((filter) => ({
      type: member(filter, "type"),
      pattern: member(filter, "pattern"),
      exclude: member(filter, "exclude_matched_pattern"),
    })),
  };
}
