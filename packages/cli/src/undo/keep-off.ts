/** The tag that keeps pullpass from making again what was undone. */
import { CodeBuildClient, UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import { IAMClient, TagRoleCommand } from "@aws-sdk/client-iam";
import { type KeepOff, parseRoleArn, roleName } from "@pullpass/core";
import { withAwsErrors } from "@pullpass/core/aws";
import type { Session } from "../session/session.ts";

export function keepOffWith({ account, ports, settings }: Session): KeepOff {
  const { connection } = account;
  const key = `${settings.tagPrefix}ignore`;
  const iam = new IAMClient(connection(account.region));
  return {
    async role(arn) {
      const RoleName = roleName(parseRoleArn(arn));
      await withAwsErrors({ call: "iam:TagRole", resource: RoleName }, () =>
        iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: key, Value: "true" }] })),
      );
    },
    /**
     * UpdateProject takes all tags; those of AWS's own may be read, and not written.
     * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
     */
    async project(region, name) {
      const [project] = await ports.projects.read(region, [name]);
      const others = Object.entries(project?.tags ?? {}).filter(
        ([tag]) => tag !== key && !tag.startsWith("aws:"),
      );
      const tags = [...others, [key, "true"] as const].map(([tag, value]) => ({ key: tag, value }));
      await withAwsErrors({ call: "codebuild:UpdateProject", resource: `${name} in ${region}` }, () =>
        new CodeBuildClient(connection(region)).send(new UpdateProjectCommand({ name, tags })),
      );
    },
  };
}
