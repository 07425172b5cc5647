/** Members of a project that no request sets, whatever it says. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html */
const outputs: readonly string[] = [
  "arn",
  "badge",
  "created",
  "lastModified",
  "projectVisibility",
  "publicProjectAlias",
  "resourceAccessRole",
  "webhook",
];

/** The request without what is only ever an answer. Members that no SDK knows yet stay. */
export function withoutOutputs<Input extends object>(input: Input): Input {
  const members = Object.entries(input).filter(([name]) => !outputs.includes(name));
  return Object.fromEntries(members) as Input;
}
