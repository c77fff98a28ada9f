// Cornerstone's decoders: a worker that answers through comlink. The package does not export this file by name
// (next.config.ts tells where it is).
// a file of @cornerstonejs/dicom-image-loader, by an alias
import 'cornerstone-decoders';
