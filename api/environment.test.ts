import { describe, expect, test } from 'vitest';
import { addressOf, BadSetting, isLocal, readSettings, signingSecret } from './environment.ts';

describe('settings', () => {
	test('without any, the app is on this machine only', () => {
		expect(readSettings({})).toEqual({
			host: '127.0.0.1',
			port: 4444,
			dataDir: 'data',
			tls: null,
			origin: 'http://localhost:4444',
			origins: [],
			mail: null,
			providers: {},
			queueRules: {},
			queueUrl: null,
			workerToken: null,
			passkeys: true,
			admins: [],
			proxies: 0,
			limits: {},
			database: null,
			workers: 1,
			metricsToken: null,
			logLevel: 'info',
			storage: null,
			links: true
		});
	});

	test('an impossible port is told in a sentence', () => {
		expect(() => readSettings({ PORT: 'eighty' })).toThrow(BadSetting);
		expect(() => readSettings({ PORT: '70000' })).toThrow('0 to 65535');
	});

	test('a certificate without its key is refused', () => {
		expect(() => readSettings({ TLS_CERT: 'cert.pem' })).toThrow('both');
	});

	test('a certificate that is not there is named', () => {
		expect(() => readSettings({ TLS_CERT: '/no/cert.pem', TLS_KEY: '/no/key.pem' })).toThrow(
			'TLS_CERT names a file that cannot be read: /no/cert.pem.'
		);
	});

	test('an origin that is no address, and mail without a sender, are told in a sentence', () => {
		expect(() => readSettings({ ORIGIN: 'music.example' })).toThrow('https://music.example');
		expect(() => readSettings({ SMTP_URL: 'smtp://localhost' })).toThrow('MAIL_FROM');
		expect(() => readSettings({ SMTP_URL: 'localhost', MAIL_FROM: 'a@b.c' })).toThrow('smtp://');
	});

	test('passkeys are offered wherever browsers make some, unless the settings say no', () => {
		const offered = (ORIGIN: string, PASSKEYS = ''): boolean =>
			readSettings({ ORIGIN, PASSKEYS }).passkeys;

		expect(offered('https://music.example')).toBe(true);
		expect(offered('https://music.example', 'off')).toBe(false);
		for (const none of ['http://music.example', 'https://192.0.2.7', 'https://[2001:db8::7]']) {
			expect(offered(none), none).toBe(false);
			expect(() => offered(none, 'on')).toThrow('a name');
		}
		expect(() => offered('https://music.example', 'yes')).toThrow('on or off');
	});

	test('limits are set by name, and a name that is none is told', () => {
		const { limits } = readSettings({ RATE_LIMITS: 'writes=6/60+100/3600, reads=' });

		expect(limits).toEqual({
			writes: [
				{ most: 6, seconds: 60 },
				{ most: 100, seconds: 3600 }
			],
			reads: []
		});
		expect(() => readSettings({ RATE_LIMITS: 'rites=6/60' })).toThrow('passwords');
		expect(() => readSettings({ RATE_LIMITS: 'writes=many' })).toThrow('whole number');
	});

	test('the queue lies in Redis when that is named, and its rules by name', () => {
		const { queueUrl, queueRules, workerToken } = readSettings({
			QUEUE_URL: 'redis://127.0.0.1:6379',
			QUEUE_RULES: 'lease=1000, perPerson=4',
			WORKER_TOKEN: 'w'.repeat(32)
		});

		expect(queueUrl).toBe('redis://127.0.0.1:6379');
		expect(queueRules).toEqual({ lease: 1000, perPerson: 4 });
		expect(workerToken).toBe('w'.repeat(32));
		expect(() => readSettings({ QUEUE_URL: 'http://redis' })).toThrow('Redis');
		expect(() => readSettings({ QUEUE_RULES: 'leese=1' })).toThrow('perPerson');
		expect(() => readSettings({ QUEUE_RULES: 'attempts=0' })).toThrow('nothing');
		expect(() => readSettings({ WORKER_TOKEN: 'short' })).toThrow('32');
	});

	test('another way to sign in needs both its halves', () => {
		const { providers } = readSettings({ GITHUB_CLIENT_ID: 'a', GITHUB_CLIENT_SECRET: 'b' });

		expect(providers).toEqual({ github: { clientId: 'a', clientSecret: 'b' } });
		expect(() => readSettings({ GOOGLE_CLIENT_ID: 'a' })).toThrow('google');
	});

	test('the address can be opened in a browser', () => {
		const all = readSettings({ HOST: '0.0.0.0' });

		expect(addressOf(all, 80)).toBe('http://localhost:80/');
		expect(addressOf({ ...all, host: '::1' }, 80)).toBe('http://[::1]:80/');
		expect(addressOf({ ...all, host: 'music.example' }, 8080)).toBe('http://music.example:8080/');
	});

	test('a secret that is missing or short signs nothing', () => {
		expect(() => signingSecret(undefined)).toThrow(BadSetting);
		expect(() => signingSecret('x'.repeat(31))).toThrow(BadSetting);
		expect(signingSecret('x'.repeat(32))).toHaveLength(32);
	});

	test('only this machine is trusted without TLS', () => {
		expect(isLocal('127.0.0.1')).toBe(true);
		expect(isLocal('0.0.0.0')).toBe(false);
	});

	test('a store by S3 is named whole, or its first mistake is told', () => {
		const S3 = {
			S3_ENDPOINT: 'https://s3.example.com/',
			S3_BUCKET: 'music',
			S3_KEY: 'k',
			S3_SECRET: 's'
		};
		expect(readSettings(S3).storage).toEqual({
			endpoint: 'https://s3.example.com',
			bucket: 'music',
			key: 'k',
			secret: 's',
			region: 'us-east-1'
		});
		expect(() => readSettings({ S3_BUCKET: 'music', S3_KEY: 'k' })).toThrow(
			'A store by S3 also needs S3_ENDPOINT, S3_SECRET.'
		);
		expect(() => readSettings({ ...S3, S3_ENDPOINT: 's3.example.com' })).toThrow('like https://');
		expect(() => readSettings({ ...S3, S3_ENDPOINT: 'https://k:s@s3.example' })).toThrow('like');
		expect(() => readSettings({ ...S3, S3_BUCKET: 'My Music' })).toThrow('no name of a bucket');
	});

	test('links are fetched unless somebody says no', () => {
		expect(readSettings({ LINKS: 'off' }).links).toBe(false);
		expect(() => readSettings({ LINKS: 'no' })).toThrow('LINKS must be on or off, not "no".');
	});
});
