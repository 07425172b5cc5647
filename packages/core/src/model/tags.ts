/** Tags by key, as they are on a secret, a project or a role. */
export type Tags = Readonly<Record<string, string>>;
