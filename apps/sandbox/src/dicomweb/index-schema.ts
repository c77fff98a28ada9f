import { DatabaseSync } from 'node:sqlite';

/**
 * The index of what is stored. SQLite in WAL mode with full synchronisation: what was acknowledged is there after a
 * crash. `attrs` are the DICOM JSON attributes of the level, `metadata` those of the whole instance.
 */
const schema = `
CREATE TABLE IF NOT EXISTS study(uid TEXT PRIMARY KEY, patient_id TEXT NOT NULL, issuer TEXT NOT NULL, study_date TEXT NOT NULL, study_time TEXT NOT NULL, accession TEXT NOT NULL, attrs TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS study_patient ON study(patient_id);
CREATE INDEX IF NOT EXISTS study_date ON study(study_date DESC, study_time DESC, uid);
CREATE TABLE IF NOT EXISTS series(uid TEXT PRIMARY KEY, study_uid TEXT NOT NULL REFERENCES study, modality TEXT NOT NULL, number INTEGER, attrs TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS series_study ON series(study_uid);
CREATE TABLE IF NOT EXISTS instance(uid TEXT PRIMARY KEY, series_uid TEXT NOT NULL REFERENCES series, study_uid TEXT NOT NULL, number INTEGER, sop_class TEXT NOT NULL, transfer_syntax TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL, metadata TEXT NOT NULL, pixels TEXT) STRICT;
CREATE INDEX IF NOT EXISTS instance_series ON instance(series_uid, number);
CREATE INDEX IF NOT EXISTS instance_study ON instance(study_uid);
PRAGMA user_version = 1;
`;

export function openIndex(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;',
  );
  db.exec(schema);
  return db;
}
