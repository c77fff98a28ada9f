import { settingProblems } from './settings.mjs';

/** What Kubernetes allows and this application does not. @param {import('./objects.mjs').KubernetesObject[]} objects @returns {Promise<string[]>} problems */
export async function podProblems(objects) {
  const services = objects.filter(({ kind }) => kind === 'Service');
  /** @type {string[]} */
  const problems = [];
  for (const {
    metadata,
    spec: { template },
  } of objects.filter(({ kind }) => kind === 'Deployment')) {
    const pod = template.spec;
    /** @param {boolean} isRight @param {string} problem */
    const check = (isRight, problem) => {
      if (!isRight) problems.push(`${metadata.name}: ${problem}`);
    };
    check(
      pod.securityContext?.runAsNonRoot === true && pod.securityContext.runAsUser >= 10_000,
      'it may run as root, or as somebody of the node',
    );
    check(pod.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'no seccomp profile');
    check(pod.automountServiceAccountToken === false, 'it holds a token of the cluster');
    check(
      !pod.hostNetwork &&
        !pod.hostPID &&
        !pod.hostIPC &&
        !pod.volumes.some((/** @type {any} */ { hostPath }) => hostPath),
      'it reaches into its node',
    );
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
      const {
        securityContext: security = {},
        resources = {},
        volumeMounts: mounts = [],
        env = [],
        ports = [],
      } = container;
      check(security.readOnlyRootFilesystem === true, 'its root can be written to');
      check(
        security.allowPrivilegeEscalation === false && !security.privileged && security.runAsNonRoot === true,
        'it may gain rights',
      );
      check(JSON.stringify(security.capabilities) === '{"drop":["ALL"]}', 'it keeps capabilities');
      check(
        Boolean(resources.limits?.memory && resources.requests?.memory && resources.requests?.cpu),
        'no limit of memory, or no requests (the autoscaler counts by them)',
      );
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
        check(
          ports.some((/** @type {any} */ { name }) => name === container[probe]?.httpGet?.port),
          `${probe} does not ask one of its ports over HTTP`,
        );
      check(!/:latest$|^[^:@]+$/.test(container.image), 'its image has no version');
      check(
        mounts.every((/** @type {any} */ { name }) =>
          pod.volumes.some((/** @type {any} */ volume) => volume.name === name),
        ),
        'a mount without its volume',
      );
      check(
        new Set(env.map((/** @type {any} */ { name }) => name)).size === env.length,
        'a variable is there twice',
      );
      const writable = mounts
        .filter((/** @type {any} */ { readOnly }) => !readOnly)
        .map((/** @type {any} */ { mountPath }) => `${mountPath}/`);
      for (const { name, value } of env) {
        check(value === undefined || typeof value === 'string', `${name} is no text`);
        check(
          value === undefined || !/SECRET|KEY$|PASSWORD|TOKEN|^DATABASE_(MIGRATION_)?URL|^REDIS/.test(name),
          `the value of ${name} stands in the manifest`,
        );
        check(
          !/(_FILE|_DIR|_DATA)$/.test(name) ||
            writable.some((/** @type {string} */ place) => value.startsWith(place)),
          `${name} is where nothing can be written`,
        );
        const [, host = '', port = ''] = /^http:\/\/([^/:]+):(\d+)$/.exec(value ?? '') ?? [],
          own = host.split('.')[0] ?? '';
        if (
          (own.startsWith(metadata.name.replace(/-[a-z]+$/, '')) && name !== 'LIVE_HOOK_URL') ||
          own.endsWith('-internal')
        )
          check(
            services.some(
              (service) => service.metadata.name === own && service.spec.ports[0].port === Number(port),
            ),
            `${name}: there is no Service ${host}:${port}`,
          );
      }
      for (const problem of await settingProblems(container.name, env)) check(false, problem);
    }
  }
  return problems;
}
