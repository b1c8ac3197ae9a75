/**
 * The Worker as Cloudflare runs it for many deployments at once: each request of a test says by
 * headers which settings its deployment has, from which address it comes, and what time it is. All
 * else is `api/index.ts` as it is deployed.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import worker from '#api/index.ts';

type Given = Parameters<typeof worker.fetch>;
type Bindings = NonNullable<Given[1]>;

/** One object for each deployment, as an isolate has it. */
const deployments = new Map<string, Bindings>();

const time = new AsyncLocalStorage<number>();
const really = Date.now;
Date.now = () => time.getStore() ?? really();

export default {
	fetch(request: Request, env: Bindings, context: Given[2]): Response | Promise<Response> {
		const headers = new Headers(request.headers);
		const take = (name: string): string | null => {
			const value = headers.get(name);
			headers.delete(name);
			return value;
		};
		const settings = take('X-Test-Settings') ?? '{}';
		const now = Number(take('X-Test-Time') ?? really());
		headers.set('CF-Connecting-IP', take('X-Test-Address') ?? '192.0.2.1');
		const bindings = deployments.get(settings) ?? {
			...env,
			...(JSON.parse(settings) as Partial<Bindings>)
		};
		deployments.set(settings, bindings);
		const asked = new Request(request, { headers });
		return time.run(now, () => worker.fetch(asked, bindings, context));
	}
};
