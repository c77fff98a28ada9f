import { useSystemName } from '../../components/form/coded-option.tsx';

interface Release {
  system: string;
  title: string;
}

/** What a release is called: the name of its system, and its title where that says more. A title that names the system stands alone. */
export function useReleaseName(): (release: Release) => { name: string; title: string | null } {
  const systemName = useSystemName();
  return ({ system, title }) => {
    const name = systemName(system);
    return title.toLowerCase().includes(name.toLowerCase()) ? { name: title, title: null } : { name, title };
  };
}
