/**
 * An authenticator made of software: keeps P-256 keys and answers as a phone or a security key does
 * (WebAuthn Level 3, sections 6.1 and 6.5). Its answers can be bent, to be refused.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { ORIGIN } from '#tests/support/api.ts';

interface Bent {
	/** The page that asked, as the browser would say. */
	readonly origin?: string;
	/** The host that the key belongs to. */
	readonly host?: string;
	/** Nobody was asked for a finger or a PIN. */
	readonly unverified?: boolean;
	readonly challenge?: string;
	/** Uses so far. */
	readonly counter?: number;
	/** Under the id of another key. */
	readonly id?: Buffer;
}

interface Key {
	readonly id: Buffer;
	readonly secret: KeyObject;
	readonly x: Buffer;
	readonly y: Buffer;
}

export interface Authenticator {
	readonly id: Buffer;
	/** Answers to the options for a new passkey. */
	make(options: { challenge: string }, bent?: Bent): MadeAnswer;
	/** Answers to the options for signing in. */
	sign(options: { challenge: string }, bent?: Bent): SignedAnswer;
}

type MadeAnswer = ReturnType<typeof madeBy>;
type SignedAnswer = ReturnType<typeof signedBy>;

export function newAuthenticator(): Authenticator {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x, y } = publicKey.export({ format: 'jwk' });
	const key: Key = {
		id: randomBytes(32),
		secret: privateKey,
		x: Buffer.from(x!, 'base64url'),
		y: Buffer.from(y!, 'base64url')
	};
	return {
		id: key.id,
		make: ({ challenge }, bent = {}) => madeBy(key, { challenge, ...bent }),
		sign: ({ challenge }, bent = {}) => signedBy(key, { challenge, ...bent })
	};
}

function madeBy(key: Key, bent: Bent) {
	const id = bent.id ?? key.id;
	const attested = Buffer.concat([
		Buffer.alloc(16), // no model is told
		Buffer.from([0, id.length]),
		id,
		// COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
		Buffer.from('a5010203262001215820', 'hex'),
		key.x,
		Buffer.from('225820', 'hex'),
		key.y
	]);
	const data = Buffer.concat([stateOf(bent, 0x40), attested]);
	// CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
	const attestation = Buffer.concat([
		Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
		Buffer.from([data.length]),
		data
	]);
	return {
		id: id.toString('base64url'),
		response: {
			clientDataJSON: said('webauthn.create', bent).toString('base64url'),
			attestationObject: attestation.toString('base64url'),
			transports: ['internal', 'hybrid']
		}
	};
}

function signedBy(key: Key, bent: Bent) {
	const data = stateOf(bent, 0);
	const client = said('webauthn.get', bent);
	const signature = sign('sha256', Buffer.concat([data, sha256(client)]), key.secret);
	return {
		id: (bent.id ?? key.id).toString('base64url'),
		response: {
			clientDataJSON: client.toString('base64url'),
			authenticatorData: data.toString('base64url'),
			signature: signature.toString('base64url'),
			userHandle: null
		}
	};
}

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** Host, flags (somebody is present 1, and was verified 4) and the count of uses. */
function stateOf({ host = new URL(ORIGIN).hostname, unverified, counter = 0 }: Bent, more: number) {
	const tail = Buffer.alloc(5);
	tail[0] = 1 | (unverified ? 0 : 4) | more;
	tail.writeUInt32BE(counter, 1);
	return Buffer.concat([sha256(host), tail]);
}

const said = (type: string, { origin = ORIGIN, challenge }: Bent): Buffer =>
	Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
