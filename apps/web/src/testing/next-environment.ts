/** Next's compiler writes what it knows of the environment into its modules; without it they ask Node's `process`. */
Object.assign(globalThis, { process: { env: { NODE_ENV: 'test' } } });
export {};
