/**
 * Addresses that belong to a registry and are no image references: its web pages, and those that `docker login` and the
 * registry API are given (https://distribution.github.io/distribution/spec/api/). An image's reference is read off them.
 */

export interface ImageAddress {
  readonly form: "web-page" | "login-address";
  /** What it is, as a noun with its article. */
  readonly what: string;
  /** The reference that was likely meant; not checked. */
  readonly likely: string | undefined;
  /** Whether nothing can be pulled from there; else a repository may by chance have that name. */
  readonly certain: boolean;
}

/** Reads an address, with its scheme or without; `undefined` for any other text, image references among them. */
export function imageAddressIn(text: string): ImageAddress | undefined {
  const [, host = "", path = ""] = addressForm.exec(text) ?? [];
  for (const { hosts, what, form = "web-page", certain = true, paths } of addresses) {
    if (!hosts.test(host)) continue;
    const fitting = paths.find(([form]) => form.test(path));
    if (fitting === undefined) continue;
    return { form, what, certain, likely: referenceIn(fitting, host, path) };
  }
  return undefined;
}

const addressForm = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#\s]+)\/?([^?#\s]*)/i;

type Path = readonly [form: RegExp, reference: ((host: string, ...parts: string[]) => string) | undefined];

function referenceIn([form, reference]: Path, host: string, path: string): string | undefined {
  const parts = form.exec(path)?.slice(1) ?? [];
  return reference?.(host.toLowerCase(), ...parts.map((part) => unescaped(part ?? "")));
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text).replaceAll(/^\/+|\/+$/g, "");
  } catch {
    return text;
  }
}

interface Address {
  readonly hosts: RegExp;
  readonly what: string;
  readonly form?: ImageAddress["form"];
  readonly certain?: false;
  /** The first that fits tells the reference. */
  readonly paths: readonly Path[];
}

const tagged = (name: string, tag: string | undefined) => (tag ? `${name}:${tag}` : name);
const official = (name: string) => name.replace(/^library\//, "");

const addresses: readonly Address[] = [
  {
    hosts: /^(?:hub|www|cloud|store|registry\.hub)\.docker\.com$/i,
    what: "the address of a web page of Docker Hub",
    paths: [
      [/^_\/([^/]+)/, (_, name = "") => name],
      [/^r\/([^/]+\/[^/]+)/, (_, name = "") => official(name)],
      [/^(?:repository|repositories)\/(?:docker\/)?([^/]+\/[^/]+)/, (_, name = "") => official(name)],
      [/^layers\/([^/]+\/[^/]+)\/([^/]+)/, (_, name = "", tag) => tagged(official(name), tag)],
      [/^v2\/repositories\/([^/]+\/[^/]+)/, (_, name = "") => official(name)],
      [/^(?:u|orgs|search|explore|settings)(?:\/|$)/, undefined],
    ],
  },
  {
    hosts: /^(?:hub\.docker\.com|(?:www\.)?docker\.com)$/i,
    what: "an address of Docker's web site, which is no registry",
    paths: [
      [/^([^/]+\/[^/]+)$/, (_, name = "") => official(name)],
      [/^/, undefined],
    ],
  },
  {
    hosts: /^auth\.docker\.io$/i,
    what: "the address at which Docker Hub gives out tokens",
    form: "login-address",
    paths: [[/^/, undefined]],
  },
  {
    hosts: /^(?:index\.|registry-1\.|registry\.)?docker\.io$/i,
    what: "the address that docker login is given for Docker Hub",
    form: "login-address",
    paths: [[/^v[12](?:\/(.*))?$/, (_, name = "") => official(name)]],
  },
  {
    hosts: /^quay\.io$/i,
    what: "the address of a web page of Quay",
    paths: [
      [/^repository\/([^/]+\/[^/]+)/, (host, name) => `${host}/${name}`],
      [/^(?:organization|user|repository|search|tutorial)(?:\/|$)/, undefined],
    ],
  },
  {
    hosts: /^(?:www\.)?gitlab\.com$/i,
    what: "the address of a web page of GitLab, whose registry is registry.gitlab.com",
    paths: [
      [/^(.+?)(?:\/-)?\/container_registry(?:\/.*)?$/, (_, name) => `registry.gitlab.com/${name}`],
      [/^(.+?)\/-\/.*$/, (_, name) => `registry.gitlab.com/${name}`],
      [/^([^/]+\/.+)$/, (_, name) => `registry.gitlab.com/${name}`],
      [/^/, undefined],
    ],
  },
  {
    hosts: /^(?:www\.)?github\.com$/i,
    what: "the address of a web page of GitHub, whose registry is ghcr.io",
    paths: [
      [
        /^(?:orgs|users)\/([^/]+)\/packages\/container\/(?:package\/)?([^/]+)/,
        (_, owner, name) => `ghcr.io/${owner}/${name}`,
      ],
      [
        /^([^/]+)\/[^/]+\/(?:pkgs|packages)\/container\/([^/]+)/,
        (_, owner, name) => `ghcr.io/${owner}/${name}`,
      ],
      [/^([^/]+\/[^/]+)$/, (_, name) => `ghcr.io/${name}`],
      [/^/, undefined],
    ],
  },
  {
    hosts: /^gallery\.ecr\.aws$/i,
    what: "the address of a web page of Amazon ECR Public",
    paths: [
      [/^([^/]+\/.+)$/, (_, name) => `public.ecr.aws/${name}`],
      [/^/, undefined],
    ],
  },
  {
    hosts: /^(?:[\w-]+\.)*console\.aws\.amazon\.com$/i,
    what: "the address of a page of the AWS console",
    paths: [
      [/^ecr\/repositories\/private\/(\d{12})\/([^?]+)/, ecrImage],
      [/^/, undefined],
    ],
  },
  {
    hosts: /^console\.cloud\.google\.com$/i,
    what: "the address of a page of the Google Cloud console",
    paths: [
      [
        /^artifacts\/docker\/([^/]+)\/([^/]+)\/([^/]+)\/([^/:]+)/,
        (_, project, place, repository, name) => `${place}-docker.pkg.dev/${project}/${repository}/${name}`,
      ],
      [/^/, undefined],
    ],
  },
  {
    hosts: /^portal\.azure\.com$/i,
    what: "the address of a page of the Azure portal",
    paths: [[/^/, undefined]],
  },
  {
    hosts: /\.jfrog\.io$/i,
    what: "the address of a web page of Artifactory",
    paths: [
      [
        /^ui\/(?:repos\/tree\/[^/]+|native)\/([^/]+\/.+)\/([^/]+)\/?$/,
        (host, name = "", tag) => tagged(`${host}/${name}`, tag),
      ],
      [/^ui(?:\/|$)/, undefined],
    ],
  },
  {
    hosts: /\.jfrog\.io$/i,
    what: "an address with Artifactory's own path, which images do not have there",
    certain: false,
    paths: [
      [
        /^artifactory\/api\/docker\/([^/]+)(?:\/v[12])?\/(.+)$/,
        (host, repository, name) => `${host}/${repository}/${name}`,
      ],
      [/^artifactory\/([^/]+\/.+)$/, (host, name) => `${host}/${name}`],
    ],
  },
  {
    hosts: /^[\w.-]+(?::\d+)?$/,
    what: "an address of the registry API",
    form: "login-address",
    paths: [
      [/^v2\/(.+)\/manifests\/([^/]+)$/, (host, name = "", tag) => tagged(`${host}/${name}`, tag)],
      [/^v2\/(.+)\/(?:tags\/list|blobs\/.*)$/, (host, name) => `${host}/${name}`],
    ],
  },
  {
    hosts: /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/,
    what: "an address that docker login or the registry API is given",
    form: "login-address",
    certain: false,
    paths: [[/^v[12]\/?$/, undefined]],
  },
  {
    hosts:
      /^(?:ghcr\.io|quay\.io|gcr\.io|registry\.gitlab\.com|[\w-]+\.azurecr\.io|[\w-]+-docker\.pkg\.dev)$/i,
    what: "an address of the registry API",
    form: "login-address",
    certain: false,
    paths: [[/^v2\/(.+)$/, (host, name) => `${host}/${name}`]],
  },
];

function ecrImage(host: string, account = "", name = ""): string {
  const [, region = ""] = /^([\w-]+)\.console\./.exec(host) ?? [];
  return `${account}.dkr.ecr.${region}.amazonaws.com/${name}`;
}
