/**
 * Which network addresses belong to everybody. The server fetches what people name, so an address
 * of its own network, or one that leads there in disguise, must never be asked.
 * Sources: IANA's special-purpose address registries for IPv4 and IPv6 (RFC 6890 and updates).
 */

/** Everything of IPv4 that is not an ordinary public address. */
const SPECIAL_4: readonly (readonly [string, number])[] = [
	['0.0.0.0', 8], // this network
	['10.0.0.0', 8], // private
	['100.64.0.0', 10], // carriers' own
	['127.0.0.0', 8], // loopback
	['169.254.0.0', 16], // link-local, and what clouds tell their machines
	['172.16.0.0', 12], // private
	['192.0.0.0', 24], // protocols
	['192.0.2.0', 24], // documentation
	['192.31.196.0', 24], // AS112
	['192.52.193.0', 24], // AMT
	['192.88.99.0', 24], // 6to4 relays
	['192.168.0.0', 16], // private
	['192.175.48.0', 24], // AS112
	['198.18.0.0', 15], // benchmarks
	['198.51.100.0', 24], // documentation
	['203.0.113.0', 24], // documentation
	['224.0.0.0', 4], // multicast
	['240.0.0.0', 4] // reserved, broadcast
];

/** Of IPv6 only 2000::/3 is given to anybody, and of that not these. */
const SPECIAL_6: readonly (readonly [string, number])[] = [
	['2001::', 23], // protocols: Teredo, ORCHID, benchmarks
	['2001:db8::', 32], // documentation
	['2002::', 16], // 6to4: an IPv4 address in disguise
	['2620:4f:8000::', 48], // AS112
	['3fff::', 20] // documentation
];

/** An address as a resolver or a socket writes it. What cannot be read is not public. */
export function isPublic(address: string): boolean {
	const four = fourOf(address);
	if (four) return !SPECIAL_4.some(([net, bits]) => within(four, fourOf(net)!, bits));
	const six = sixOf(address);
	if (!six || !within(six, sixOf('2000::')!, 3)) return false;
	return !SPECIAL_6.some(([net, bits]) => within(six, sixOf(net)!, bits));
}

const within = (bytes: readonly number[], net: readonly number[], bits: number): boolean =>
	net.every((byte, i) => {
		const mask = (0xff << Math.max(0, 8 - Math.max(0, bits - 8 * i))) & 0xff;
		return ((byte ^ bytes[i]!) & mask) === 0;
	});

/** Four numbers in decimal, and no other notation. */
function fourOf(address: string): readonly number[] | null {
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1);
	const bytes = parts?.map(Number);
	return bytes && bytes.every((byte, i) => byte < 256 && `${byte}` === parts![i]) ? bytes : null;
}

/** Eight groups, `::` for zeros, the last two perhaps as IPv4. A zone (`%eth0`) is none of it. */
function sixOf(address: string): readonly number[] | null {
	const tail = /:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
	const four = tail === undefined ? null : fourOf(tail);
	if (tail !== undefined && !four) return null;
	const text = four ? `${address.slice(0, -tail!.length)}${hex(four, 0)}:${hex(four, 2)}` : address;
	const halves = text.split('::').map((half) => (half ? half.split(':') : []));
	const [head = [], rest] = halves;
	const zeros = rest ? 8 - head.length - rest.length : 0;
	if (halves.length > 2 || (rest && zeros < 1)) return null;
	const groups = [...head, ...Array<string>(zeros).fill('0'), ...(rest ?? [])];
	if (groups.length !== 8 || !groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
	return groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
}

const hex = (bytes: readonly number[], at: number): string =>
	((bytes[at]! << 8) | bytes[at + 1]!).toString(16);
