/**
 * Which addresses the desk may ask: public ones, and hosts its operator names. Somebody who may type an address could
 * otherwise reach whatever stands beside the server: its database, a router, a cloud's metadata.
 */
import { lookup as lookupAll, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** An address that is not asked; `message` says why, to be shown. */
export class AddressRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AddressRefused";
  }
}

const specialV4 = listOf("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
]);
/** Everything public is in here; what is written as an IPv4 address in IPv6 is not. */
const globalV6 = listOf("ipv6", ["2000::/3"]);
const specialV6 = listOf("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

/** Whether an IP address, as the system writes it, is anybody's on the internet. */
export function isPublicAddress(ip: string): boolean {
  if (isIP(ip) === 4) return !specialV4.check(ip, "ipv4");
  return isIP(ip) === 6 && globalV6.check(ip, "ipv6") && !specialV6.check(ip, "ipv6");
}

/** Hosts that may be asked wherever they are, as in `REBOND_FEED_HOSTS`: names or addresses, between commas. */
export function hostsIn(list: string): ReadonlySet<string> {
  return new Set(
    list
      .split(",")
      .map((each) => each.trim().toLowerCase())
      .filter((each) => each !== ""),
  );
}

/** A URL's host as `hostsIn` has it: IPv6 without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/** Why an address is not asked; `message` in words, for scripts and logs. */
export type AddressProblem = {
  code:
    | "addressMalformed"
    | "addressScheme"
    | "addressWithKey"
    | "addressNotPublic"
    | "addressPort";
  message: string;
};

/** Why an address is not asked as it is written; null when nothing is wrong with it. What a name leads to is seen by `publicLookup`. */
export function addressProblem(
  address: string,
  protocols: readonly string[],
  hosts: ReadonlySet<string>,
): AddressProblem | null {
  if (!URL.canParse(address))
    return {
      code: "addressMalformed",
      message: `write the whole address, as ${protocols[0]}//example.org/live`,
    };
  const url = new URL(address);
  if (!protocols.includes(url.protocol))
    return {
      code: "addressScheme",
      message: `an address starts with ${protocols.map((each) => `${each}//`).join(" or ")}`,
    };
  if (url.username !== "" || url.password !== "")
    return {
      code: "addressWithKey",
      message: "no name or password in the address: give the key apart, where it is sealed",
    };
  const host = hostOf(url);
  if (hosts.has(host)) return null;
  const isLocal = host === "localhost" || host.endsWith(".localhost");
  if (isLocal || (isIP(host) !== 0 && !isPublicAddress(host)))
    return { code: "addressNotPublic", message: notPublic(host) };
  // Nothing that speaks of events stands on the ports of mail, remote shells and the like.
  const port = Number(url.port || 443);
  return port === 80 || port === 443 || port >= 1024
    ? null
    : {
        code: "addressPort",
        message: `port ${port} is not asked; 80, 443 and those from 1024 are`,
      };
}

function notPublic(host: string): string {
  return `${host} is not a public address; the operator can allow it by REBOND_FEED_HOSTS`;
}

/** As the system's, with only the public addresses of a name. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookupAll(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, "", 0);
    const open = found.filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (!first) return callback(new AddressRefused(notPublic(hostname)), "", 0);
    if (options.all) return callback(null, open);
    callback(null, first.address, first.family);
  });
};

/** Throws where a connection that was made leads elsewhere than to the public. */
export function assertPublicPeer(address: string | undefined): void {
  if (address === undefined || !isPublicAddress(address))
    throw new AddressRefused(notPublic(address ?? "an unknown address"));
}

function listOf(family: "ipv4" | "ipv6", nets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const net of nets) {
    const [start = "", bits] = net.split("/");
    list.addSubnet(start, Number(bits), family);
  }
  return list;
}
