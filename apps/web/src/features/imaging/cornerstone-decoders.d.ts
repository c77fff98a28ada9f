declare module 'cornerstone-decoders';
