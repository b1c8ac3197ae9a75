import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublic } from './public-address.ts';

describe('an address', () => {
	test.each([
		'1.1.1.1',
		'8.8.8.8',
		'9.255.255.255',
		'11.0.0.0',
		'100.63.255.255',
		'100.128.0.0',
		'172.15.255.255',
		'172.32.0.0',
		'192.167.255.255',
		'198.17.255.255',
		'198.20.0.0',
		'223.255.255.255',
		'2606:4700:4700::1111',
		'2a00:1450:4001:81b::200e',
		'2001:4860:4860::8888',
		'2400:CB00:2048:1::6814:155'
	])('%s is everybody’s', (address) => expect(isPublic(address)).toBe(true));

	test.each([
		// This machine and network.
		...['0.0.0.0', '127.0.0.1', '127.255.255.254', '10.0.0.1', '10.255.255.255', '100.64.0.1'],
		...['100.127.255.255', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
		// For protocols, papers and measurements.
		...['192.0.0.8', '192.0.0.170', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.19.255.255'],
		...['198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1'],
		'255.255.255.255',
		// The same in IPv6.
		...['::', '::1', 'fe80::1', 'febf::1', 'fec0::1', 'fc00::1', 'fd12:3456::1', 'ff02::1'],
		// IPv4 in disguise: mapped, compatible, translated, 6to4, NAT64, ISATAP, Teredo.
		...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:127.0.0.1'],
		...['2002:7f00:1::', '2002:808:808::', '64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
		...['fe80::5efe:127.0.0.1', '2001:0:7f00:1::', '2001:20::1', '2001:db8::1', '3fff::1'],
		...['100::1', '5f00::1', '4000::1', '1000::1'],
		// With a zone, and what is no address at all.
		...['fe80::1%eth0', '2606:4700:4700::1111%eth0', '', 'localhost', '1.1.1', '1.1.1.1.1'],
		...['01.1.1.1', '0x1.1.1.1', '2130706433', '1.1.1.256', ' 1.1.1.1', '1.1.1.1\n', '1::2::3'],
		...[
			':::',
			'1:2:3:4:5:6:7:8:9',
			'2606:4700',
			'[2606:4700:4700::1111]',
			'2606::1.1.1.999',
			'٨.8.8.8'
		]
	])('%s is not', (address) => expect(isPublic(address)).toBe(false));

	test('of a private network is none in any of its notations', () => {
		const inside = fc.tuple(fc.constantFrom(10, 127), fc.nat(255), fc.nat(255), fc.nat(255));
		fc.assert(
			fc.property(inside, ([a, b, c, d]) => {
				const four = `${a}.${b}.${c}.${d}`;
				const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
				const forms = [
					four,
					`::ffff:${four}`,
					`::ffff:${hex}`,
					`2002:${hex}::1`,
					`64:ff9b::${hex}`
				];
				const octal = [a, b, c, d].map((n) => `0${n.toString(8)}`).join('.');
				const number = ((a * 256 + b) * 256 + c) * 256 + d;
				const spelt = [
					octal,
					`${number}`,
					`0x${number.toString(16)}`,
					`${a}.${number % 16_777_216}`
				];
				const named = spelt.map((host) => new URL(`http://${host}/`).hostname);
				return [...forms, ...spelt, ...named].every((address) => !isPublic(address));
			})
		);
	});
});
