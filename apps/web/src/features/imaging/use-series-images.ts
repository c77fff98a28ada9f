'use client';
import { leftOutByViewer, viewerFields, type LeftOut } from '@keneyapp/clinical/images';
import { useQuery } from '@tanstack/react-query';
import { preload } from 'react-dom';
import { identityTags } from './image-identity.ts';
import { first, seriesImages, type DicomJson, type SeriesImages } from './dicom-json.ts';

/** A refusal of the image proxy: its status alone decides what is said. */
export class ImageError extends Error {
  readonly status: number;
  readonly requestId: string | null;
  constructor(status: number, requestId: string | null) {
    super(`images ${status}`);
    this.status = status;
    this.requestId = requestId;
  }
}

async function getJson(path: string, signal: AbortSignal): Promise<DicomJson[]> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new ImageError(response.status, response.headers.get('x-request-id'));
  return response.json() as Promise<DicomJson[]>;
}

const retry = (count: number, error: Error) =>
  count < 2 && !(error instanceof ImageError && error.status < 500);

/**
 * Metadata of a series as an ordered stack. The page that the server renders asks for it in its head already: by the
 * time this runs, the answer is on its way. A preload is only taken by a request with the same headers: none of our own.
 */
export function useSeriesImages(study: string, series: string) {
  const path = `/dicom-web/studies/${study}/series/${series}/metadata`;
  preload(path, { as: 'fetch', crossOrigin: 'anonymous' });
  return useQuery({
    queryKey: ['images', study, series],
    staleTime: 60_000,
    retry,
    queryFn: async ({ signal }): Promise<SeriesImages> =>
      seriesImages(window.location.origin, await getJson(path, signal)),
  });
}

/** What the viewer leaves out of images of these studies; by the first image of each series. */
export function useLeftOut(studies: readonly string[]) {
  return useQuery({
    queryKey: ['images', 'left-out', ...studies],
    staleTime: 60_000,
    retry,
    queryFn: async ({ signal }): Promise<LeftOut[]> => {
      const rows = await Promise.all(
        studies.map((study) =>
          getJson(`/dicom-web/studies/${study}/series?includefield=${viewerFields.join(',')}`, signal),
        ),
      );
      return [...new Set(rows.flat().flatMap(leftOutByViewer))];
    },
  });
}

/** Whose the image server says that these studies are; one that it does not know says nothing. */
export function useStudyIdentities(studies: readonly string[]) {
  return useQuery({
    queryKey: ['images', 'identity', ...studies],
    staleTime: 60_000,
    retry,
    queryFn: async ({ signal }): Promise<DicomJson[]> => {
      const rows = await Promise.all(
        studies.map((study) =>
          getJson(
            `/dicom-web/studies?StudyInstanceUID=${study}&includefield=${identityTags.join(',')}`,
            signal,
          ),
        ),
      );
      return rows.flatMap(([study]) => (study ? [study] : []));
    },
  });
}

export interface FoundSeries {
  uid: string;
  number: number | null;
  modality: string | null;
  description: string | null;
  instances: number | null;
}

/** Series as the image server knows them, for a record that does not list its own. */
export function useStudySeries(study: string, enabled: boolean) {
  return useQuery({
    queryKey: ['images', study],
    enabled,
    staleTime: 60_000,
    retry,
    queryFn: async ({ signal }): Promise<FoundSeries[]> => {
      const rows = await getJson(`/dicom-web/studies/${study}/series?includefield=0008103E`, signal);
      const text = (row: DicomJson, tag: string) => {
        const v = first(row, tag);
        return typeof v === 'string' && v ? v : null;
      };
      return rows
        .map((row) => ({
          uid: text(row, '0020000E') ?? '',
          number: Number(first(row, '00200011') ?? NaN) || null,
          modality: text(row, '00080060'),
          description: text(row, '0008103E'),
          instances: Number(first(row, '00201209') ?? NaN) || null,
        }))
        .filter((s) => s.uid);
    },
  });
}
