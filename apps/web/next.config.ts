import path from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin({
  requestConfig: './src/i18n/request.ts',
  // Texts are compiled at build time, so the browser receives no ICU parser (about 12 kB).
  experimental: {
    messages: {
      path: './messages',
      format: 'json',
      locales: ['fr', 'en'],
      sourceLocale: 'fr',
      precompile: true,
    },
  },
});

const config: NextConfig = {
  // For infra/docker alone: a server with the files it needs and no others, its configuration already read (the source of this file would need Next's compiler).
  ...(process.env['WEB_STANDALONE'] === 'true' ? { output: 'standalone' as const } : {}),
  transpilePackages: ['@keneyapp/ui', '@keneyapp/clinical', '@keneyapp/viewer', '@keneyapp/bff'],
  // Security headers are set by the front door (BFF) and by proxy.ts. Compression is done here, where streamed pages are flushed piece by piece.
  poweredByHeader: false,
  compress: true,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  devIndicators: false,
  // The title names the patient: it comes with the page, never a moment after it.
  htmlLimitedBots: /.*/,
  turbopack: {
    root: path.join(import.meta.dirname, '../..'),
    // The image codecs ask for Node's modules where there is Node; in the browser they must only resolve.
    resolveAlias: {
      ...Object.fromEntries(['fs', 'path'].map((name) => [name, { browser: './src/stubs/empty.js' }])),
      'cornerstone-decoders':
        './../../node_modules/@cornerstonejs/dicom-image-loader/dist/esm/decodeImageFrameWorker.js', // which its package does not export
      // @medplum/react imports two packages for screens that are never shown here
      'react-router': './src/features/record/absent.ts',
      jsqr: './src/features/record/absent.ts',
      // parts of libraries that every page would load and none uses
      'hoist-non-react-statics': './src/stubs/no-statics.js',
      './TouchRipple.mjs': './src/stubs/no-ripple.js',
      '../CircularProgress/index.mjs': './src/stubs/spinner.js',
      'react-is': './src/stubs/react-is.js',
    },
  },
  typescript: { ignoreBuildErrors: true }, // `npm run typecheck` is the one check; a build on a ward server need not repeat it
  experimental: {
    // A page that was left comes back without a request for half a minute; its data refreshes behind it.
    staleTimes: { dynamic: 30 },
    // without a connection a click waits for it, instead of leading to the browser's own error page
    useOffline: true,
  },
};

export default withNextIntl(config);
