/** An image reference by Docker's grammar, classified by who serves it. */
export type ImageReference =
  | { readonly kind: "curated"; readonly text: string }
  | ({ readonly kind: "ecr"; readonly account: string; readonly region: string } & Named)
  | ({ readonly kind: "ecr-public" } & Named)
  | ({ readonly kind: "registry" } & Named);

interface Named {
  readonly text: string;
  /** Host without port: `docker.io`, `registry.example.com`, `10.0.0.7`, `::1` (no brackets). */
  readonly host: string;
  readonly port: number | undefined;
  /** `library/nginx` */
  readonly repository: string;
  /** `latest` when neither tag nor digest is given; a digest wins over the tag. */
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}
