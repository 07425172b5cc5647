import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeHost } from "../../packages/core/src/model/registry-host.ts";

describe("hosts that the public internet does not reach", () => {
  test.each([
    ["10.0.0.7", "10.0.0.7 is a private address (RFC 1918)"],
    ["172.16.0.1", "private address"],
    ["172.31.255.255", "private address"],
    ["192.168.1.1", "private address"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["169.254.169.254", "link-local"],
    ["100.64.0.1", "carrier's NAT (RFC 6598)"],
    ["100.127.255.255", "carrier's NAT"],
    ["0.0.0.0", "of no host"],
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["192.0.0.8", "reserved for protocols (RFC 6890)"],
    ["192.0.2.1", "for documentation (RFC 5737)"],
    ["198.18.0.1", "for benchmarks (RFC 2544)"],
    ["198.19.255.255", "for benchmarks"],
    ["198.51.100.1", "for documentation"],
    ["203.0.113.1", "for documentation"],
    ["192.88.99.1", "6to4 had (RFC 7526)"],
    // What C's resolver takes for 127.0.0.1, and Go's for names that no one has.
    ["127.1", "neither an IPv4 address of four decimal numbers nor a name"],
    ["0177.0.0.1", "neither an IPv4 address"],
    ["0x7f.0.0.1", "neither an IPv4 address"],
    ["0x7f000001", "neither an IPv4 address"],
    ["2130706433", "neither an IPv4 address"],
    ["256.1.1.1", "neither an IPv4 address"],
    ["8.8.8", "neither an IPv4 address"],
    ["08.8.8.8", "neither an IPv4 address"],
    ["registry.8", "neither an IPv4 address"],
    ["::1", "loopback"],
    ["0:0:0:0:0:0:0:1", "loopback"],
    ["::", "of no host"],
    ["fc00::1", "fc00::1 is a unique-local address (RFC 4193)"],
    ["fdff:ffff::1", "unique-local"],
    ["FD00::1", "unique-local"],
    ["fe80::1", "link-local"],
    ["fec0::1", "outside the global unicast"],
    ["ff02::1", "multicast"],
    ["2001:db8::1", "for documentation (RFC 3849)"],
    ["3fff::1", "for documentation (RFC 9637)"],
    ["2001:2::1", "benchmarks"],
    ["100::1", "discarded (RFC 6666)"],
    ["100:0:0:1::1", "a dummy address"],
    ["2001::1", "Teredo (RFC 4380)"],
    ["2001:1::4", "reserved for protocols"],
    ["2001:10::1", "ORCHID"],
    ["5f00::1", "a segment (RFC 9602)"],
    ["::a00:1", "outside the global unicast"],
    ["64:ff9b:1::808:808", "NAT64 within one network (RFC 8215)"],
    ["::ffff:a00:1", "::ffff:a00:1 carries an IPv4 address, and 10.0.0.1 is a private address (RFC 1918)"],
    ["::ffff:7f00:1", "127.0.0.1 is a loopback address"],
    ["64:ff9b::a00:1", "10.0.0.1 is a private address"],
    ["2002:c0a8:101::1", "192.168.1.1 is a private address"],
    [":::", "::: is not an IPv6 address"],
    ["1:2:3", "not an IPv6 address"],
    ["fd00123123123:", "not an IPv6 address"],
    ["registry", "registry is a single label"],
    ["localhost", "single label"],
    ["Foo", "foo is a single label"],
    ["registry.localhost", "the machine itself (RFC 6761)"],
    ["registry.local", "resolved by multicast on the local link (RFC 6762)"],
    ["registry.svc.cluster.local", "names under .local"],
    ["registry.acme.internal", "names under .internal are reserved by ICANN for private use"],
    ["ip-10-0-0-7.eu-central-1.compute.internal", "names under .internal"],
    ["registry.test", "reserved for tests"],
    ["registry.invalid", "never valid"],
    ["registry.example", "reserved for documentation"],
    ["nas.home.arpa", "names under .home.arpa are for home networks (RFC 8375)"],
    ["registry.onion", "Tor"],
    ["registry.alt", "RFC 9476"],
    ["registry.corp", "used on private networks"],
    ["registry.home", "used on private networks"],
    ["registry.intranet", "used on private networks"],
    ["registry.lan", "used on private networks"],
    ["registry.private", "used on private networks"],
    ["REGISTRY.CORP", "names under .corp"],
    ["vpce-0a1b-2c3d.dkr.ecr.eu-central-1.vpce.amazonaws.com", "VPC endpoint"],
    ["vpce-svc-0a1b2c3d.eu-central-1.vpce.amazonaws.com", "VPC endpoint"],
    ["vpce-0a1b-2c3d.s3.cn-north-1.vpce.amazonaws.com.cn", "VPC endpoint"],
    ["internal-registry-123456789.eu-central-1.elb.amazonaws.com", "internal load balancer"],
  ])("%s: %s", (host, why) => {
    const verdict = judgeHost(host);
    expect(verdict).toMatchObject({ kind: "private" });
    expect(verdict).toHaveProperty("why", expect.stringContaining(why));
  });
});

test.each([
  "docker.io",
  "registry.example.com",
  "ghcr.io",
  "registry.gitlab.com",
  "8.8.8.8",
  "100.63.255.255",
  "100.128.0.1",
  "172.15.0.1",
  "172.32.0.1",
  "192.167.1.1",
  "1.2.3.4",
  "2600:1f14::1",
  "2a00:1450:4001::1",
  "192.0.0.9",
  "192.31.196.1",
  "198.17.255.255",
  "198.20.0.1",
  "2001:1::1",
  "2001:20::1",
  "2001:200::1",
  "2620:4f:8000::1",
  "::ffff:808:808",
  "64:ff9b::808:808",
  "2002:808:808::1",
  "local.example.com",
  "internal.example.com",
  "mylocal.dev",
  "registry.notlocal",
  "corp.acme.com",
  "arpa.net",
  "0x7f.com",
  "1.com",
  "internal-tools.example.com",
  "public-123.eu-central-1.elb.amazonaws.com",
  "x.vpce.amazonaws.com.evil.com",
  "my-internal-registry-1.eu-central-1.elb.amazonaws.com",
  "internal-registry-1.eu-central-1.elb.amazonaws.com.evil.com",
  "registry.a8",
  "registry.8a",
  "constructor.toString",
  "a.__proto__",
])("%s may well be public", (host) => {
  expect(judgeHost(host)).toEqual({ kind: "public-looking" });
});

test("an address is judged by what it is, not by how it is written", () => {
  const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(groups, (numbers) => {
      const plain = numbers.map((group) => group.toString(16)).join(":");
      const long = numbers.map((group) => group.toString(16).padStart(4, "0").toUpperCase()).join(":");
      expect(judgeHost(plain).kind).toBe(judgeHost(long).kind);
    }),
  );
});

test("any text gets a verdict", () => {
  fc.assert(
    fc.property(fc.string(), (host) => {
      expect(["private", "public-looking"]).toContain(judgeHost(host).kind);
    }),
  );
});
