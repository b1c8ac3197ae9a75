/**
 * onnxruntime-node 1.30 notes for its maker what it runs on and sends that to them, with a number for
 * this machine that it keeps in the home folder. Whoever hears music here has not asked for that. To
 * be imported before the library, which looks at this once.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
