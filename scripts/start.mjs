/** `npm start`: packages, build, server. The second time there is only the server left to do. */
import { become, build, install, NODE } from './setup.mjs';

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
	console.error(`Genesis Music needs Node 20 or newer; this is ${process.version}.`);
	process.exit(1);
}
if (!install()) {
	console.error('The packages could not be installed; see the lines above.');
	process.exit(1);
}
if (!build()) {
	console.error('The app could not be built; see the lines above.');
	process.exit(1);
}
become(NODE, ['api/node.ts']);
