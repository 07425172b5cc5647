/** What Docker says where the registry was not reached. */
import type { PullMessage } from "./pull-message.ts";

const privateRegistry = "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-private-registry.html";
const goNet = "https://pkg.go.dev/net#DNSError";

const outsideVpc =
  "CodeBuild pulls the build's image from outside your VPC, whatever VPC the project has: the registry must be reachable from the internet.";

const waysOut = [
  "Run pullpass image REF: it looks the host up, and says what it sees of it from your computer.",
  "Serve the image at a public endpoint, or from Amazon ECR.",
];

export const networkMessages: readonly PullMessage[] = [
  {
    id: "host-not-found",
    words: "dial tcp: lookup … no such host",
    fits: /no such host|server misbehaving|Temporary failure in name resolution/i,
    means: `The registry's name could not be resolved where CodeBuild pulls. A name in a private hosted zone is seen in its VPC alone. ${outsideVpc}`,
    next: ["Look at the host in the image's name.", ...waysOut],
    rules: ["registry-unresolvable", "registry-vpc-only", "image-misread"],
    source: goNet,
  },
  {
    id: "registry-timeout",
    words: "Client.Timeout exceeded while awaiting headers / dial tcp …: i/o timeout",
    fits: /i\/o timeout|Client\.Timeout exceeded|context deadline exceeded|TLS handshake timeout|request canceled while waiting for connection/i,
    means: `The registry did not answer in time. A private address, a firewall and a registry that is down look the same from here. ${outsideVpc}`,
    next: [
      ...waysOut,
      "If it is public, see whether it is up, and whether its firewall admits AWS's addresses.",
    ],
    rules: ["registry-unreachable", "registry-vpc-only"],
    source: privateRegistry,
  },
  {
    id: "registry-unreachable",
    words: "dial tcp …: connect: connection refused / no route to host",
    fits: /connection refused|no route to host|network is unreachable/i,
    means: `Nothing takes connections at the registry's address and port, as seen from where CodeBuild pulls. ${outsideVpc}`,
    next: ["Look at the port in the image's name.", ...waysOut],
    rules: ["registry-unreachable", "registry-vpc-only"],
    source: privateRegistry,
  },
  {
    id: "certificate",
    words: "x509: certificate signed by unknown authority / is valid for …, not … / has expired",
    fits: /x509: |tls: failed to verify certificate/i,
    means:
      "The registry's certificate is not accepted: it is not signed by a public authority, is for another name, or has expired. The text says which.",
    next: ["Give the registry a certificate of a public authority for the host in the image's name."],
    rules: ["registry-certificate"],
    source: "https://pkg.go.dev/crypto/x509#UnknownAuthorityError",
  },
  {
    id: "no-tls",
    words: "http: server gave HTTP response to HTTPS client",
    fits: /server gave HTTP response to HTTPS client/i,
    means: "The registry does not speak TLS at this port. CodeBuild pulls over HTTPS alone.",
    next: ["Serve the registry over HTTPS, and name that port."],
    rules: ["registry-unreachable"],
    source: "https://distribution.github.io/distribution/about/insecure/",
  },
];
