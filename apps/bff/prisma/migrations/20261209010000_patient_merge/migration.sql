-- Two records that became one (docs/adr/0032), and what moved. Ids and both Patients as they were are sealed.
CREATE TABLE "patient_merge" (
    "id" UUID NOT NULL,
    "kept" TEXT NOT NULL,
    "other" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "fhir_user" TEXT,
    "session_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "content" BYTEA NOT NULL,
    "looked_at" TIMESTAMPTZ(3),
    "late" INTEGER NOT NULL DEFAULT 0,
    "undo_id" UUID,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "patient_merge_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "patient_merge_in_force" ON "patient_merge"("other") WHERE state IN ('merged', 'undoing');
CREATE INDEX "patient_merge_other_idx" ON "patient_merge"("other");
CREATE INDEX "patient_merge_kept_idx" ON "patient_merge"("kept");
CREATE INDEX "patient_merge_state_idx" ON "patient_merge"("state");

CREATE TABLE "patient_merge_part" (
    "id" UUID NOT NULL,
    "merge_id" UUID NOT NULL,
    "content" BYTEA NOT NULL,
    "told" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "patient_merge_part_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "patient_merge_part_merge_id_fkey" FOREIGN KEY ("merge_id") REFERENCES "patient_merge"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "patient_merge_part_merge_id_idx" ON "patient_merge_part"("merge_id");
