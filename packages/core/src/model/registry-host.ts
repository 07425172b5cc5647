/** Is a registry's host private by its form alone, without asking a network? */
import { type HostVerdict, judgeAddress } from "./registry-address.ts";

/**
 * Judges a host as an image reference names it: no port, no brackets. `public-looking` promises nothing: a name may
 * still resolve to a private address, or to none.
 * CodeBuild "cannot pull an image from a private IP address in a VPC":
 * https://docs.aws.amazon.com/codebuild/latest/userguide/private-registry-sample-create-project.html
 */
export function judgeHost(host: string): HostVerdict {
  const name = host.toLowerCase();
  if (isAddressLike(name)) return judgeAddress(name);
  const labels = name.split(".");
  if (labels.length === 1) return hidden(`${name} is a single label, which public DNS does not resolve`);
  const why = reserved(labels) ?? insideVpc(name);
  return why === undefined ? { kind: "public-looking" } : hidden(why);
}

/** No name of DNS: an address, however it is spelled, or nothing. */
export function isAddressLike(host: string): boolean {
  return host.includes(":") || endsInNumber(host.toLowerCase().split("."));
}

function hidden(why: string): HostVerdict {
  return { kind: "private", why };
}

/** Then it is an IPv4 address, however it is spelled, or nothing: no top-level domain is a number. https://url.spec.whatwg.org/#ends-in-a-number-checker */
function endsInNumber(labels: readonly string[]): boolean {
  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "");
}

function reserved(labels: readonly string[]): string | undefined {
  const suffixes = labels.map((_, index) => labels.slice(index).join("."));
  const found = suffixes.find((suffix) => Object.hasOwn(reservedNames, suffix));
  return found && `names under .${found} are ${reservedNames[found]}`;
}

/** Names that public DNS never resolves, or that mean another thing on every network. */
const reservedNames: Readonly<Record<string, string>> = {
  alt: "not resolved by DNS (RFC 9476)",
  corp: "used on private networks, and not delegated (RFC 6762, appendix G)",
  example: "reserved for documentation (RFC 6761)",
  home: "used on private networks, and not delegated (RFC 6762, appendix G)",
  "home.arpa": "for home networks (RFC 8375)",
  // https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en
  internal: "reserved by ICANN for private use",
  intranet: "used on private networks, and not delegated (RFC 6762, appendix G)",
  invalid: "reserved as never valid (RFC 6761)",
  lan: "used on private networks, and not delegated (RFC 6762, appendix G)",
  local: "resolved by multicast on the local link (RFC 6762)",
  localhost: "the machine itself (RFC 6761)",
  onion: "resolved by Tor alone (RFC 7686)",
  private: "used on private networks, and not delegated (RFC 6762, appendix G)",
  test: "reserved for tests (RFC 6761)",
};

/** Names that AWS gives out, and that resolve to private addresses everywhere. */
function insideVpc(name: string): string | undefined {
  return vpcNames.find(({ form }) => form.test(name))?.why;
}

const vpcNames: readonly { readonly form: RegExp; readonly why: string }[] = [
  {
    // https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
    form: /\.vpce\.amazonaws\.com(?:\.cn)?$/,
    why: "it is the name of a VPC endpoint, which has private addresses",
  },
  {
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internal-load-balancers.html
    form: /^internal-[^.]+\.[^.]+\.elb\.amazonaws\.com(?:\.cn)?$/,
    why: "it is the name of an internal load balancer, which has private addresses",
  },
];
