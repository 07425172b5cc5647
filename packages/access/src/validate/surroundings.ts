/** What a document alone does not tell. All of it may be left out: then nothing is said about it. */
export interface Surroundings {
  /** The text as it was sent: sizes count its characters. */
  readonly text?: string;
  /** Identity policies: it is a managed policy, not one inside a role or user. */
  readonly managed?: boolean;
  /** Policies on resources: the service whose resource it is, as actions name it (`secretsmanager`). */
  readonly service?: string;
  /** Where the service takes only certain actions, no wildcards: those, without the service (`Publish`). */
  readonly actions?: readonly string[];
  /** Is there a role or user of that ARN? `undefined` if nobody can tell. */
  readonly exists?: (arn: string) => boolean | undefined;
  /** Key policies: whether who puts this one could put the next; `unchecked` where AWS was told not to ask. */
  readonly wayBack?: (() => boolean) | "unchecked";
}
