/** An image as the build host sees it: by whom it is served, and what is asked for there. */
export interface Image {
  readonly kind: "curated" | "ecr" | "ecr-public" | "registry";
  /** With the port; Docker Hub's is `registry-1.docker.io`. */
  readonly host: string;
  readonly repository: string;
  readonly reference: string;
  /** The account of an ECR registry. */
  readonly account: string | undefined;
}

/** Reads an image by Docker's rules: https://github.com/distribution/reference/blob/main/normalize.go */
export function readImage(text: string): Image {
  const { host, repository, tag = "latest", digest } = imageParts(text);
  const ecr = ecrHost.exec(host);
  const kind = isCurated(text)
    ? "curated"
    : ecr
      ? "ecr"
      : host === "public.ecr.aws"
        ? "ecr-public"
        : "registry";
  return { kind, host, repository, reference: digest ?? tag, account: ecr?.groups?.account };
}

/** What a reference is made of, well formed or not. */
export function imageParts(text: string) {
  const [, name = text, digest] = /^([^@]*)@(.*)$/s.exec(text) ?? [];
  const [, untagged = name, tag] = /^(.*):([^/]*)$/s.exec(name) ?? [];
  return { ...splitHost(untagged), tag, digest };
}

/** CodeBuild's own images are named like repositories of Docker Hub. */
function isCurated(text: string): boolean {
  return text.startsWith("aws/codebuild/");
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html and its dual-stack form `dkr-ecr.….on.aws` */
const ecrHost = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)$/;
const dockerHub = "registry-1.docker.io";

function splitHost(name: string): { readonly host: string; readonly repository: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, slash);
  const isHost = slash > 0 && (/[.:A-Z]/.test(first) || first === "localhost");
  if (!isHost) return { host: dockerHub, repository: slash > 0 ? name : `library/${name}` };
  const repository = name.slice(slash + 1);
  if (first !== "docker.io" && first !== "index.docker.io") return { host: first, repository };
  return { host: dockerHub, repository: repository.includes("/") ? repository : `library/${repository}` };
}
