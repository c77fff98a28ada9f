// First import of every command. It imports nothing and uses old syntax, so that a Node that is too old can still say so;
// what the command needs besides is imported dynamically, after this ran.
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    '\nError: Node ' +
      process.versions.node +
      ' is too old: Node 20 or newer is needed (https://nodejs.org).',
  );
  process.exit(1);
}
