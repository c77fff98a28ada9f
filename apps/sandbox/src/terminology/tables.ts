/**
 * Concepts of code systems, one row each, so that systems of tens of thousands are searched by index. `words` is the
 * code and the normalised display with every designation; `position` the order in the resource. Hierarchies may have several parents.
 * A system that is not `is_ready` is on its way in parts (delta.ts).
 */
export const terminologyTables = `
CREATE TABLE IF NOT EXISTS term_system (rid bigint PRIMARY KEY, url text NOT NULL, version text, name text, value_set text, content text, loaded bigint NOT NULL);
ALTER TABLE term_system ADD COLUMN IF NOT EXISTS language text;
ALTER TABLE term_system ADD COLUMN IF NOT EXISTS is_ready boolean NOT NULL DEFAULT true;
ALTER TABLE term_system ADD COLUMN IF NOT EXISTS is_sample boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS term_system_url ON term_system (url);
CREATE INDEX IF NOT EXISTS term_system_value_set ON term_system (value_set);
CREATE TABLE IF NOT EXISTS term_concept (
  rid bigint NOT NULL, code text NOT NULL, position int NOT NULL, display text, definition text, words text NOT NULL,
  inactive boolean NOT NULL, abstract boolean NOT NULL, designation text, property text, PRIMARY KEY (rid, code));
CREATE INDEX IF NOT EXISTS term_concept_position ON term_concept (rid, position);
CREATE INDEX IF NOT EXISTS term_concept_words ON term_concept USING gin (words gin_trgm_ops);
CREATE TABLE IF NOT EXISTS term_edge (rid bigint NOT NULL, parent text NOT NULL, child text NOT NULL);
CREATE INDEX IF NOT EXISTS term_edge_parent ON term_edge (rid, parent, child);
CREATE INDEX IF NOT EXISTS term_edge_child ON term_edge (rid, child, parent);
CREATE TABLE IF NOT EXISTS term_property (rid bigint NOT NULL, property text NOT NULL, value text NOT NULL, code text NOT NULL);
CREATE INDEX IF NOT EXISTS term_property_value ON term_property (rid, property, value, code);
CREATE TABLE IF NOT EXISTS term_map (
  rid bigint NOT NULL, url text, source_set text, target_set text, source_system text, source_code text NOT NULL, target_system text, target_code text, target_display text, equivalence text NOT NULL);
ALTER TABLE term_map ADD COLUMN IF NOT EXISTS source_display text;
CREATE INDEX IF NOT EXISTS term_map_source ON term_map (source_code, source_system);
CREATE INDEX IF NOT EXISTS term_map_target ON term_map (target_code, target_system);
CREATE INDEX IF NOT EXISTS term_map_rid ON term_map (rid);
`;

export const conceptTables = [
  'term_system',
  'term_concept',
  'term_edge',
  'term_property',
  'term_map',
] as const;
