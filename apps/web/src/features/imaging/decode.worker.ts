// Cornerstone's decoders: a worker that answers through comlink. The package does not export this file by name
// (next.config.ts tells where it is).
import 'cornerstone-decoders';
