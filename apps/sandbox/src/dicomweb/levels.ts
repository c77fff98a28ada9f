/** Attributes given by QIDO-RS without includefield, PS3.18 10.6.3; tags as in the DICOM JSON model. */
export const studyTags = [
  '00080005',
  '00080020',
  '00080030',
  '00080050',
  '00080090',
  '00080201',
  '00081030',
  '00100010',
  '00100020',
  '00100021',
  '00100030',
  '00100040',
  '0020000D',
  '00200010',
];
export const seriesTags = [
  '00080060',
  '00080021',
  '00080031',
  '0008103E',
  '00180015',
  '0020000E',
  '00200011',
  '00400244',
  '00400245',
  '00400275',
];
export const instanceTags = [
  '00080016',
  '00080018',
  '00080023',
  '00080033',
  '00083002',
  '00200013',
  '00280008',
  '00280010',
  '00280011',
  '00280100',
];
/** Computed, never stored. */
export const modalitiesInStudy = '00080061',
  sopClassesInStudy = '00080062',
  retrieveUrl = '00081190',
  availability = '00080056';
export const seriesInStudy = '00201206',
  instancesInStudy = '00201208',
  instancesInSeries = '00201209';
