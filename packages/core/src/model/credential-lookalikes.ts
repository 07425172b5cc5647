/** Names that a secret may have, and that are seldom a secret's. */
import { type ArnMisuse, ssmParameter } from "./credential-arn.ts";

/** What to give where nothing else is known. */
export const giveIt = "give the name or the ARN of a secret in Secrets Manager";

/** Texts that may be names of secrets, and seldom are. */
export const lookalikes: readonly { readonly fits: RegExp; readonly misuse: (name: string) => ArnMisuse }[] =
  [
    {
      fits: /^[\w/+=.@-]+-[A-Za-z0-9]{6}$/,
      misuse: (name) => ({
        form: "arn-end",
        what: "perhaps the end of an ARN, with the six random characters that are no part of the name",
        wanted: "give the name without them, or the full ARN",
        likely: name.slice(0, -"-AbCdEf".length),
      }),
    },
    {
      fits: /^alias\/|^mrk-[0-9a-f]{32}$/,
      misuse: () => ({ form: "key", what: "perhaps a KMS key or alias", wanted: giveIt }),
    },
    {
      fits: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
      misuse: () => ({
        form: "key",
        what: "perhaps the id of a KMS key or of a secret's version",
        wanted: giveIt,
      }),
    },
    {
      fits: /^projects\/[^/]+\/secrets\//,
      misuse: () => ({
        form: "other-store",
        what: "perhaps a secret of Google Secret Manager",
        wanted: giveIt,
      }),
    },
    {
      fits: /^(?:data\.|module\.|var\.|local\.|aws_secretsmanager_secret|process\.env\.|env\.)[\w.]+$/,
      misuse: () => ({
        form: "placeholder",
        what: "perhaps an expression of Terraform or a program that was not evaluated",
        wanted: "fill it in where the project is defined: the name or the ARN of the secret",
      }),
    },
    {
      fits: /^(?:undefined|null|none|nil|nan|true|false|todo|tbd|xxx+|changeme|change[_-]me|replace[_-]?me.*|(?:your|my|insert|enter)[_-](?:.*[_-])?(?:secret|arn|name|here).*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/i,
      misuse: () => ({
        form: "placeholder",
        what: "perhaps a placeholder that was not filled in",
        wanted: "fill it in where the project is defined: the name or the ARN of the secret",
      }),
    },
    {
      fits: /^\/|^parameter\//,
      misuse: (name) => ssmParameter("perhaps the path of an SSM parameter", name),
    },
    {
      fits: /^[0-9]{12}$/,
      misuse: () => ({ form: "unrecognised", what: "perhaps the id of an account", wanted: giveIt }),
    },
  ];
